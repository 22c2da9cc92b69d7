import person from '../../../schemas/person.ts'
import { type PeerDraft, testRules } from './cases.ts'

const ANH = {
  personalId: '049085123457',
  fullName: 'Nguyễn Văn Ánh',
  birthDate: '1985-03-12',
  sex: 'nam',
  ethnicity: '01',
  householdNo: 'CT20551-0000007',
  relation: '00',
  lifeStatus: 'song',
  residenceKind: 'thuong-tru',
  registeredOn: '2010-05-01',
  commune: '20551@2025-07-01',
  communeName: 'Phường Điện Bàn',
  address: '12 Trần Phú, tổ 5',
  updatedOn: '2026-01-10',
}
const wife: PeerDraft = {
  fullName: 'Trần Thị Hoa',
  sex: 'nu',
  birthDate: '1987-07-07',
  personalId: '049187123458',
  relation: '01',
}
const child: PeerDraft = {
  ...wife,
  fullName: 'Nguyễn Thị Mai',
  relation: '08',
  birthDate: '2012-02-02',
  personalId: '049312123459',
}

testRules(person, ANH, {
  row: {
    'no-personal-id': [
      { personalId: null, oldId: '205123456' },
      { personalId: null, lifeStatus: 'chet' },
    ],
    'pid-birth-year': [{ birthDate: '1986-03-12' }, { birthDate: '1985' }],
    'pid-sex': [{ sex: 'nu' }, { sex: 'khac' }],
    'no-birth-date': [{ birthDate: null }, { birthDate: '1985' }],
    'birth-year-only': [{ birthDate: '1985' }, {}],
    'birth-new-year': [{ birthDate: '1985-01-01' }, { birthDate: '1985' }],
    'no-household': [{ householdNo: null }, {}],
    'no-relation': [{ relation: null }, {}],
    'relation-sex': [{ relation: '01' }, { relation: '05', sex: 'nu' }],
    'young-head': [{ birthDate: '2012-01-02' }, { birthDate: '2012-01-02', relation: '08' }],
    'updated-before-registration': [{ updatedOn: '2010-04-30' }, { updatedOn: '2010' }],
    'registered-before-birth': [{ registeredOn: '1984-12-31' }, { registeredOn: '1985' }],
    'name-without-marks': [{ fullName: 'Nguyen Van Anh' }, { fullName: 'A Viet', ethnicity: '26' }],
    'odd-family-name': [{ fullName: 'Nguyển Văn Ánh' }, { fullName: 'Doãn Văn Ánh' }],
    'impossible-word': [{ fullName: 'Trần Văn Duong' }, { fullName: "H' Hen Niê", ethnicity: '12' }],
    'bare-middle-name': [{ fullName: 'Lê Thi Ánh' }, { fullName: 'Lê Ánh Thi' }],
    'given-name-first': [{ fullName: 'Ánh Nguyễn Văn' }, { fullName: 'Lê Nguyễn Ánh' }],
    'no-commune': [{ commune: null }, {}],
    'commune-not-in-list': [{ commune: '99123@2025-07-01', communeName: null }, {}],
    'commune-of-other-list': [
      { commune: '20335@2025-07-01', communeName: 'Phường Tân Thạnh' },
      { commune: '20335@2025-06-30', communeName: 'Phường Tân Thạnh' },
    ],
    'commune-name-differs': [{ communeName: 'Phường Hải Châu' }, { communeName: 'Xã Điện Bàn' }],
    'address-differs': [
      { address: 'Tổ 5, phường Hải Châu, thành phố Đà Nẵng' },
      { address: 'Tổ 5, phường Điện Bàn, thành phố Đà Nẵng' },
    ],
    'district-kept': [
      { address: 'Tổ 5, phường Điện Bàn, thị xã Điện Bàn, tỉnh Quảng Nam' },
      { address: 'Tổ 5, phường Điện Bàn, thành phố Đà Nẵng' },
    ],
  },
  together: {
    'id-of-two-persons': [
      [{}, { fullName: 'Trần Thị Hoa', sex: 'nu', birthDate: '1990' }],
      [{}, { fullName: 'Nguyễn Văn Anh', birthDate: '1986' }],
    ],
    'two-numbers-one-tail': [
      [{}, { personalId: '049185123457' }],
      [{}, {}],
    ],
    'two-ids': [
      [{ _entity: 'E' }, { personalId: '049085999999', _entity: 'E' }],
      [{ _entity: 'E' }, { personalId: '049085999999', _entity: 'E', _source: 'home-affairs' }],
    ],
    'id-differs': [
      [{ _entity: 'E' }, { personalId: '049085999999', _entity: 'E', _source: 'home-affairs' }],
      [{ _entity: 'E' }, { _entity: 'E', _source: 'home-affairs' }],
    ],
    'person-with-two-ids': [
      [{ phone: '0905123456' }, { personalId: '049085999999', phone: '0905123456' }],
      [{ commune: null }, { personalId: '049085999999', householdNo: null, commune: null, address: null }],
    ],
    'shared-old-id': [
      [{ oldId: '205123456' }, { oldId: '205123456', fullName: 'Trần Thị Hoa' }],
      [
        { oldId: '205123456', _entity: 'E' },
        { oldId: '205123456', _entity: 'E' },
      ],
    ],
    'birth-year-differs-for-card': [
      [{ oldId: '205123456' }, { oldId: '205123456', birthDate: '1984' }],
      [{}, { birthDate: '1985' }],
    ],
    'birth-date-differs': [
      [{}, { birthDate: '1985-12-03' }],
      [{}, { birthDate: '1985' }],
    ],
    'sex-differs': [
      [{}, { sex: 'nu' }],
      [{}, { sex: null }],
    ],
    'ethnicity-differs': [
      [{}, { ethnicity: '26' }],
      [{}, { ethnicity: null }],
    ],
    'name-differs': [
      [{}, { fullName: 'Nguyễn Văn Anh' }],
      [{}, { fullName: 'Ông Nguyễn Văn Ánh' }],
    ],
    'name-spelt-otherwise': [
      [{ fullName: 'Lê Thị Thúy' }, { fullName: 'Lê Thị Thuý' }],
      [{ fullName: 'Lê Thị Thúy' }, { fullName: 'Lê Thị Thuỷ' }],
    ],
    'no-head': [
      [wife, child],
      [{}, wife, child],
    ],
    'parted-file': [
      [{}, wife, { ...child, householdNo: 'CT20551-0000007/1' }],
      [{}, { ...child, relation: '00', householdNo: 'CT20551-0000007/1' }],
    ],
    'head-dead': [[{ lifeStatus: 'chet' }, wife], [{ lifeStatus: 'chet' }]],
    'two-spouses': [
      [{}, wife, { ...wife, fullName: 'Lê Thị Na' }],
      [{}, wife, { ...wife, lifeStatus: 'chet' }],
    ],
    'spouse-of-same-sex': [
      [{}, { ...wife, sex: 'nam' }],
      [{}, wife],
    ],
    'id-of-relative': [
      [{}, { ...wife, personalId: ANH.personalId }],
      [{}, wife],
    ],
    'parent-too-young': [
      [{}, { ...child, birthDate: '1983-03-12' }],
      [{}, child],
    ],
    'household-place-differs': [
      [{}, wife, { ...child, commune: '20194@2025-07-01' }],
      [{}, wife, child],
    ],
    'two-permanent-residences': [
      [{}, { householdNo: 'CT2' }],
      [{}, { householdNo: 'CT2', residenceKind: 'tam-tru' }],
    ],
    'also-temporary': [[{}, { householdNo: 'CT2', residenceKind: 'tam-tru' }], [{ residenceKind: 'tam-tru' }]],
    'listed-twice': [
      [{}, {}],
      [{}, { _source: 'home-affairs' }],
    ],
  },
})
