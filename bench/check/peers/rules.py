"""Rules over the columns of a residence extract, as far as both peers can state them: 50 checks."""

import polars as pl

REQUIRED = ["ma_nhan_khau", "so_ho_so", "ho_ten", "quan_he_chu_ho"]
# Both Python and polars read these expressions, so letters are named without classes of Unicode.
LETTERS = r"^(?:[^\W\d_]|[' .-])+$"
PATTERNS = {
    "ma_nhan_khau": [r"^NK\d{7}$"],
    "so_ho_so": [r"^CT\d{5}-\d{7}$", r"^[A-Z0-9-]+$"],
    "ho_ten": [LETTERS, r"^\S+( \S+)+$", r"^\D*$", r"^.*[a-zà-ỹ]", r"^[^()]*$"],
    "ngay_sinh": [r"^\d{4}(-\d{2}(-\d{2})?)?$", r"^(18|19|20)", r"^.{4}(-(0[1-9]|1[0-2]).*)?$"],
    "so_dinh_danh": [r"^\d+$", r"^\d{12}$", r"^(0\d\d|[1-9]\d\d)", r"^\d{3}[0-3]", r"^(.*[1-9]){3}"],
    "so_cmnd": [r"^\d+$", r"^\d{9}$", r"^.*[1-9]"],
    "dia_chi": [r"^.*[^\W_]", r"^\S.*\S$", r"^[^\x00-\x1f]*$"],
    "ma_xa": [r"^\d{5}$", r"^.*[1-9]"],
    "ten_xa": [r"^(Xã|Phường|Đặc khu) ", r"^\S.*\S$"],
    "ngay_dang_ky": [r"^\d{4}-\d{2}-\d{2}$", r"^20|^19"],
    "dien_thoai": [r"^[+\d. ]+$", r"^(?:\+84|0)[. ]?[35789][\d. ]{8,10}$"],
}
ETHNIC = (
    "Kinh,Tày,Thái,Hoa,Khơ-me,Mường,Nùng,Mông,Dao,Gia-rai,Ngái,Ê-đê,Ba-na,Xơ-đăng,Sán Chay,Cơ-ho,Chăm,Sán Dìu,Hrê,Mnông,"
    "Ra-glai,Xtiêng,Bru-Vân Kiều,Thổ,Giáy,Cơ-tu,Gié-Triêng,Mạ,Khơ-mú,Co,Tà-ôi,Chơ-ro,Kháng,Xinh-mun,Hà Nhì,Chu-ru,Lào,"
    "La Chí,La Ha,Phù Lá,La Hủ,Lự,Lô Lô,Chứt,Mảng,Pà Thẻn,Cơ Lao,Cống,Bố Y,Si La,Pu Péo,Brâu,Ơ Đu,Rơ-măm"
)
CODES = {
    "gioi_tinh": ["Nam", "Nữ"],
    "dan_toc": ETHNIC.split(","),
    "ton_giao": ["Không", "Phật giáo", "Công giáo", "Cao Đài", "Tin Lành", "Phật giáo Hòa Hảo", "Hồi giáo"],
    "quan_he_chu_ho": ["Chủ hộ", "Vợ", "Chồng", "Con", "Cha", "Mẹ", "Bố", "Cháu", "Cháu nội", "Cháu ngoại", "Ông", "Bà", "Khác", "Con dâu", "Con rể", "Anh", "Chị", "Em"],
    "tinh_trang": ["Thường trú", "Tạm trú", "Đã chết"],
}
LENGTHS = {"ma_nhan_khau": (9, 9), "ho_ten": (2, 100), "dia_chi": (1, 500), "so_dinh_danh": (9, 12)}

_pid, _birth = pl.col("so_dinh_danh"), pl.col("ngay_sinh")
_century = _pid.str.slice(3, 1).cast(pl.Int32, strict=False)
_is_pid = _pid.str.contains(r"^\d{12}$").fill_null(False)
_year = (1900 + (_century // 2) * 100 + _pid.str.slice(4, 2).cast(pl.Int32, strict=False)).cast(pl.String)
_is_male = _century % 2 == 0
CROSS = [
    ("pid-birth-year", ~_is_pid | (_year == _birth.str.slice(0, 4))),
    ("pid-sex", ~_is_pid | ~pl.col("gioi_tinh").is_in(["Nam", "Nữ"]) | (_is_male == (pl.col("gioi_tinh") == "Nam"))),
    ("no-identifier", _pid.is_not_null() | pl.col("so_cmnd").is_not_null()),
    ("registered-before-birth", pl.col("ngay_dang_ky").str.slice(0, 4) >= _birth.str.slice(0, 4)),
    ("address-without-place", pl.col("ma_xa").is_not_null() | pl.col("dia_chi").is_null()),
    ("wife-is-male", (pl.col("quan_he_chu_ho") != "Vợ") | (pl.col("gioi_tinh") == "Nữ")),
    ("husband-is-female", (pl.col("quan_he_chu_ho") != "Chồng") | (pl.col("gioi_tinh") == "Nam")),
]
