/** What became of a pair, as people read it, by the name of its fate. */
export const FATES_SAID: Readonly<Record<string, string>> = {
  joined: 'đã ghép',
  outvoted: 'hai nhóm xét chung không đủ giống',
  'decided apart': 'cán bộ đã quyết định là khác',
  'two verified identities': 'hai số định danh đã xác thực',
  'clean source': 'cùng một tệp, mà tệp này không có ai hai lần',
  'two held ids': 'hệ thống quốc gia giữ cả hai mã',
  size: 'cụm sẽ quá lớn',
  weight: 'có cặp mạnh nhưng các cặp khác nói ngược lại',
  margin: 'hai nơi hợp gần như nhau, máy không chọn',
  review: 'giữa ngưỡng xem lại và ngưỡng ghép',
  'weak bridge': 'cụm chỉ dính nhau nhờ một cặp yếu',
}
