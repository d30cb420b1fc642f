// Identifiers of every kind that has a label or a checksum, drawn at random in every notation of
// docs/privacy.md section 2 and put into random sentences: each is masked whole.
//
// CANDOUR_STRESS_SEED and CANDOUR_STRESS_TEXTS draw others, and more of them.
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

using Words = std::vector<std::string_view>;

// The parts of `list` between its bars.
Words Split(std::string_view list) {
  Words words;
  while (true) {
    size_t end = list.find('|');
    words.push_back(list.substr(0, end));
    if (end == list.npos) return words;
    list.remove_prefix(end + 1);
  }
}

struct Drawn {
  std::string label;  // Stands right before the value.
  std::string value;
};

// Draws the parts of a text; equal seeds draw equal texts.
class Author {
 public:
  explicit Author(uint64_t seed) : random_(seed) {}

  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }
  bool OneIn(size_t times) { return Below(times) == 0; }
  std::string Pick(const Words& words) { return std::string(words[Below(words.size())]); }

  std::string Digits(size_t count) {
    std::string digits;
    for (size_t i = 0; i < count; ++i) digits.push_back(static_cast<char>('0' + Below(10)));
    return digits;
  }

  // "9" draws a digit, "8" one that is not zero, "A" a capital that is not read as a digit.
  std::string Fill(std::string_view pattern) {
    std::string text;
    for (char c : pattern) {
      if (c == '9')
        c = static_cast<char>('0' + Below(10));
      else if (c == '8')
        c = static_cast<char>('1' + Below(9));
      else if (c == 'A')
        c = "ABCDEFGHJKLMNPRSTUVWXY"[Below(22)];
      text.push_back(c);
    }
    return text;
  }

  std::string FillOne(const Words& patterns) { return Fill(patterns[Below(patterns.size())]); }

 private:
  std::mt19937_64 random_;
};

// What may stand between a label's words and its value.
std::string Separator(Author& author) {
  static const Words kSeparators = {" ",     ": ",     ":",      " - ",   "=",          "\t",
                                    " : ",   "\n",     " is ",   " was ", " (",         ":\n",
                                    " = ",   "\u00a0", " | ",    "</b> ", "</td><td>",  "\": \"",
                                    "\":\"", " ... ",  "&nbsp;", ":  ",   " given as ", ", "};
  return author.Pick(kSeparators);
}

std::string ValidNhs(Author& author) {
  while (true) {
    std::string digits = "999" + author.Digits(6);
    int sum = 0;
    for (size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * static_cast<int>(10 - i);
    int check = (11 - sum % 11) % 11;
    if (check < 10) return digits + static_cast<char>('0' + check);
  }
}

std::string Grouped(Author& author, const std::string& ten) {
  static const Words kMarks = {"", "-", "  ", ".", "\u00a0", " "};
  std::string mark = author.Pick(kMarks);
  return ten.substr(0, 3) + mark + ten.substr(3, 3) + mark + ten.substr(6);
}

Drawn NhsNumber(Author& author) {
  static const Words kLabels = Split(
      "NHS No|NHS number|NHS no.|NHS|nhs num|CHI number|H&C number|NHS Number|"
      "nhs_number|nhsNumber|patient_nhs|NHS No.|HCN|NHS ID|N.H.S. number");
  std::string ten = ValidNhs(author);
  if (author.OneIn(4)) ten[9] = ten[9] == '0' ? '1' : '0';  // A slip of a labelled one.
  return {author.Pick(kLabels) + Separator(author), Grouped(author, ten)};
}

Drawn BareNhsNumber(Author& author) {
  static const Words kLabels = {"label read ", "two patients, ", "notes of ", "", "printed for "};
  return {author.Pick(kLabels), Grouped(author, ValidNhs(author))};
}

Drawn HospitalNumber(Author& author) {
  static const Words kLabels = Split(
      "Hosp no|hospital number|Hospital No.|MRN|mrn|PAS no|PAS ID|H/N|unit number|"
      "Unit no|patient ID|Pt ID|casenote no.|record number|RiO number|EMIS no|"
      "district no|case note number|hosp. no.|ED number|hospital_number|hospitalNumber|"
      "HospNo|patientId|patient_id|Hosp|local patient identifier|Hospital Num|hosp num|"
      "Pt no|K number");
  static const Words kShapes = Split(
      "A999999|A9999999|899999|8999999|AA999999|AAA9999999|A99-9999|899 999|99999999|"
      "A 999 999|9999999A");
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

Drawn Birth(Author& author) {
  static const Words kLabels = Split(
      "DOB|d.o.b.|date of birth|D.O.B.|dob|Date of Birth|dateOfBirth|date_of_birth|"
      "D O B|Birth date|birthdate");
  static const Words kMonths =
      Split("January|Feb|March|Apr|May|June|Jul|August|Sept|October|Nov|December");
  std::string day = std::to_string(1 + author.Below(28));
  std::string month = std::to_string(1 + author.Below(12));
  std::string year = std::to_string(1920 + author.Below(100));
  std::string two = day.size() == 1 ? "0" + day : day;
  std::string two_month = month.size() == 1 ? "0" + month : month;
  const std::string values[] = {day + "/" + month + "/" + year,
                                two + "." + two_month + "." + year.substr(2),
                                year + "-" + two_month + "-" + two,
                                two + "-" + author.Pick(kMonths) + "-" + year,
                                day + " " + author.Pick(kMonths) + " " + year,
                                day + "th of " + author.Pick(kMonths) + " " + year,
                                two + "/" + two_month + "/" + year.substr(2),
                                two + " " + two_month + " " + year,
                                author.Pick(kMonths) + " " + day + ", " + year};
  const std::string& value = values[author.Below(std::size(values))];
  return {author.Pick(kLabels) + Separator(author), value};
}

Drawn Day(Author& author) {
  static const Words kLabels =
      Split("on |dated |since |seen on |admitted |until |letter of |on the |reviewed ");
  static const Words kMonths =
      Split("January|Feb|March|Apr|May|June|Jul|August|Sept|October|Nov|December");
  static const Words kWeekdays = Split("Mon|Tuesday|Weds|Thurs|Friday|Sat|Sunday");
  std::string day = std::to_string(13 + author.Below(7));
  std::string month = std::to_string(1 + author.Below(9));
  std::string year = std::to_string(2015 + author.Below(12));
  const std::string values[] = {day + "/" + month + "/" + year,
                                day + ".0" + month + "." + year.substr(2),
                                year + "-0" + month + "-" + day,
                                day + " " + author.Pick(kMonths),
                                day + "th " + author.Pick(kMonths) + " " + year,
                                author.Pick(kWeekdays) + " " + day + "th",
                                author.Pick(kWeekdays) + " " + day + "/" + month,
                                day + "-" + author.Pick(kMonths) + "-" + year.substr(2),
                                author.Pick(kMonths) + " " + day + "th"};
  const std::string& value = values[author.Below(std::size(values))];
  return {author.Pick(kLabels), value};
}

Drawn Phone(Author& author) {
  static const Words kLabels = Split(
      "tel|Tel|phone|mobile|mob|contact number|Telephone|tel. no.|home|work|Phone no|"
      "daughter's number|NOK tel|mobile_number|phoneNumber|contact_tel|landline|fax");
  static const Words kShapes = Split(
      "07700 900999|07700900999|07700 900 999|077 0090 0999|+44 7700 900999|"
      "+447700900999|0044 7700 900 999|+44 (0)7700 900 999|0161 496 0999|0161-496-0999|"
      "(0161) 496 0999|01632 960999|01632 960 999|020 7946 0999|02079460999|"
      "0207 946 0999|07700-900-999|07700.900.999|01632/960999|029 2018 0999|"
      "07 700 900 999");
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

Drawn Extension(Author& author) {
  static const Words kLabels = Split(
      "ext|ext.|extension|bleep|Bleep no|bleeped|pager|DECT|blp|extn|bleep_no|"
      "internal ext|baton bleep");
  static const Words kShapes = {"6989", "78989", "5989"};
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

Drawn Email(Author& author) {
  static const Words kLabels = Split("email |e-mail: |contact |cc |<|sent to ||E: ");
  static const Words kShapes = Split(
      "xanthe.quill@nhs.net|x.quill99@example.co.uk|XQUILL@EXAMPLE.COM|"
      "xanthe_quill@trust.example.nhs.uk|xanthe.quill @ nhs.net|xanthe.quill@nhs. net|"
      "xanthe.quill(at)nhs.net|xanthe.quill [at] nhs [dot] net|"
      "xq+ward@mail.example.org|x-quill@nhs.net");
  return {author.Pick(kLabels), author.FillOne(kShapes)};
}

Drawn Postcode(Author& author) {
  static const Words kAreas = Split("LS8|BD89|M8|NE88|SW8A|EC8V|CF88|G8|BT88|B88");
  static const Words kLabels = Split("postcode|post code|Postcode|post_code|postal code|PostCode");
  std::string outward = author.FillOne(kAreas);
  std::string label = author.Pick(kLabels) + Separator(author);
  bool labelled = label.starts_with("post") || label.starts_with("Post");
  std::string inward = author.FillOne({"8JX", "8QD", "9NN", "8XY", "8LW", "8HB"});
  return {label, outward + (labelled && author.OneIn(3) ? "" : " ") + inward};
}

Drawn NationalInsurance(Author& author) {
  static const Words kLabels = Split(
      "NI number|NINO|NI no.|National Insurance number|national insurance|NI|"
      "national_insurance_number|niNumber");
  std::string value = author.Fill("JG999999");
  static const Words kEnds = {"A", "B", "C", "D"};
  std::string end = author.Pick(kEnds);
  switch (author.Below(3)) {
    case 0:
      return {author.Pick(kLabels) + Separator(author), value + end};
    case 1:
      return {author.Pick(kLabels) + Separator(author),
              value.substr(0, 2) + " " + value.substr(2, 2) + " " + value.substr(4, 2) + " " +
                  value.substr(6) + " " + end};
    default:
      return {author.Pick(kLabels) + Separator(author),
              value.substr(0, 2) + " " + value.substr(2) + " " + end};
  }
}

Drawn Plate(Author& author) {
  static const Words kLabels = Split(
      "reg|vehicle|car reg|registration|reg no|vehicle reg|number plate|vehicle_reg|"
      "VRM");
  static const Words kShapes = Split("MV69 KZT|YK21OTP|LE23 YPX|K88 TDH|R888 LMP|BD70 KLR");
  std::string value = author.Pick(kShapes);
  return {author.Pick(kLabels) + Separator(author), value};
}

Drawn StaffNumber(Author& author) {
  struct Kind {
    Words labels;
    Words shapes;
  };
  static const std::vector<Kind> kKinds = {
      {{"GMC", "GMC no.", "GMC number", "gmc_number", "GMC ref"}, {"8999999"}},
      {{"NMC", "NMC PIN", "pin", "PIN", "NMC pin number", "nmcPin"}, {"99A9999E", "18D9990W"}},
      {{"HCPC", "HCPC no.", "HCPC reg", "HCPC registration"},
       {"PA99999", "PH999999", "RA99999", "BS 99999", "OT-99999"}},
      {{"GDC", "GDC no", "GDC number"}, {"899999"}},
      {{"GPhC", "GPhC no.", "GPhC number", "gphc_reg"}, {"2999999"}},
      {{"smartcard", "smartcard number", "Smart card no"}, {"899999999999"}},
      {{"payroll no", "employee number", "staff no.", "staff_id", "employeeId"},
       {"89999999", "899999"}}};
  const Kind& kind = kKinds[author.Below(kKinds.size())];
  return {author.Pick(kind.labels) + Separator(author), author.FillOne(kind.shapes)};
}

Drawn Report(Author& author) {
  static const Words kLabels = Split(
      "Datix|Datix ref|datix no.|incident ref|Incident no|STEIS|StEIS ref|PSII ref|"
      "LFPSE ref|complaint ref|our ref|Your ref|ref|case ref|safeguarding ref|CAD no|"
      "police ref|crime ref|Ulysses|incident_id|incidentNumber|datix_ref|"
      "reference number|Inc no|complaint number");
  static const Words kShapes = Split(
      "W999999|WEB999999|WEB-999999|INC-9999999|899999|2024/99999|2024-9999|24/A/9999|"
      "AA/99999/24|SG-24-99999|A24-99999-A|2024/099/044/HV8/018|AB/AAA/24/0999");
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

Drawn Sample(Author& author) {
  static const Words kLabels = Split(
      "Lab no|lab number|specimen number|sample no.|accession|accession no.|"
      "histology no|request no|lab_no|sampleId|accession_number|Specimen ID");
  static const Words kShapes = Split(
      "24B9999999|S24/99999|24.999999|A,24.9999999.K|25M9999999|CT-24-99999|"
      "AAA24999999|8999999");
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

Drawn Serial(Author& author) {
  static const Words kLabels = Split(
      "serial|serial no|serial number|s/n|S/N|SN|asset|asset tag|asset no.|EBME no|"
      "asset number|IMEI|equipment no|serial_number|serialNumber|assetTag|"
      "device serial|Serial No.");
  static const Words kShapes =
      Split("99999999|A999999|AA-99999|AAA999999A|99-99999|MEQ 99999|AA9999999999|899999");
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

Drawn Web(Author& author) {
  static const Words kLabels = Split("see |link: |posted at |on |IP |from ");
  static const Words kShapes = Split(
      "https://intranet.example.nhs.uk/datix/view?id=99999|"
      "http://wiki.trust.local/p/99|www.example-care.co.uk/team|10.99.29.19|"
      "192.168.19.29|2001:db8::8a2e:370:7999|00:1B:44:99:3C:99|"
      "facebook.com/xanthe.quill.99|@xanthe_quill99|https://t.example/99999");
  return {author.Pick(kLabels), author.FillOne(kShapes)};
}

Drawn AccessCode(Author& author) {
  static const Words kLabels = Split(
      "key safe|keysafe code|key safe number|door code|entry code|Key safe|alarm code|"
      "keySafeCode|key_safe");
  static const Words kShapes = {"8989", "A8989", "89989", "8989A"};
  return {author.Pick(kLabels) + Separator(author), author.FillOne(kShapes)};
}

// Dictated: every digit a word of its own.
std::string Spoken(Author& author, std::string_view digits) {
  static const Words kWords = Split("zero|one|two|three|four|five|six|seven|eight|nine");
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (!text.empty()) text += author.OneIn(12) ? ", " : " ";
    bool twice = i + 1 < digits.size() && digits[i] == digits[i + 1] && author.OneIn(2);
    if (twice) text += "double ", ++i;
    text +=
        digits[i] == '0' && author.OneIn(2) ? "oh" : kWords[static_cast<size_t>(digits[i] - '0')];
  }
  return text;
}

// Misread by an optical reader: zeros and ones become letters, in less than half of the digits.
std::string Misread(Author& author, std::string digits) {
  size_t figures = 0;
  size_t wrong = 0;
  for (char c : digits) figures += c >= '0' && c <= '9' ? 1 : 0;
  for (char& c : digits) {
    bool may = (wrong + 1) * 3 < figures && author.OneIn(2);
    if (!may || (c != '0' && c != '1')) continue;
    c = c == '0' ? 'O' : 'l';
    ++wrong;
  }
  return digits;
}

Drawn SpokenNumber(Author& author) {
  static const Words kLabels = Split(
      "nhs number |hospital number |telephone |mobile |his phone number is |"
      "datix reference |bleep ");
  std::string label = author.Pick(kLabels);
  std::string digits = label == "nhs number "               ? ValidNhs(author)
                       : label == "bleep "                  ? author.Fill("6989")
                       : label[0] == 'h' && label[1] == 'o' ? author.Fill("8999999")
                                                            : author.Fill("07700900999");
  return {label, Spoken(author, digits)};
}

Drawn MisreadNumber(Author& author) {
  switch (author.Below(6)) {
    case 0:
      return {"NHS No: ", Misread(author, Grouped(author, ValidNhs(author)))};
    case 1:
      return {"Tel ", Misread(author, author.Fill("07700 900199"))};
    case 2:
      return {"phone ", Misread(author, author.Fill("0161 496 0109"))};
    case 3:
      return {"DOB ", Misread(author, author.Pick({"11/10/1981", "10/01/1960", "01/11/1950"}))};
    case 4:
      return {"Hosp No ", Misread(author, author.Fill("8100199"))};
    default:
      return {"on ", Misread(author, author.Pick({"10/11/2021", "01/10/2024", "11/11/2020"}))};
  }
}

struct Kind {
  const char* name;
  Drawn (*draw)(Author&);
};
constexpr Kind kKinds[] = {{"nhs", NhsNumber},
                           {"nhs bare", BareNhsNumber},
                           {"hospital", HospitalNumber},
                           {"birth", Birth},
                           {"day", Day},
                           {"phone", Phone},
                           {"extension", Extension},
                           {"email", Email},
                           {"postcode", Postcode},
                           {"ni", NationalInsurance},
                           {"plate", Plate},
                           {"staff", StaffNumber},
                           {"report", Report},
                           {"sample", Sample},
                           {"serial", Serial},
                           {"web", Web},
                           {"access", AccessCode},
                           {"spoken", SpokenNumber},
                           {"misread", MisreadNumber}};

struct Text {
  std::string whole;
  size_t begin = 0;
  size_t end = 0;
  const char* kind = "";
};

void Lower(std::string& text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

void Upper(std::string& text) {
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c & ~0x20 : c);
}

Text Draw(Author& author) {
  static const Words kLeads = Split(
      "|Patient found on floor at 06:40. |BP 120/80, HR 88, sats 94% on 2L, NEWS 4. |"
      "Given morphine 5 mg instead of 2.5 mg; |Seen by the on call team, |"
      "Transferred from theatre 20 minutes late.\n|Wrong label on sample - |"
      "She had a fall 3/7 ago and was confused (|paracetamol 1 g QDS for 5/7, |* |"
      "Relative unhappy with the wait and |Lot 4KX22 recalled; ");
  static const Words kTails = Split(
      "|.|. Bloods sent, K 4.4.|, reviewed at 14:20|)|; no harm|"
      "\nFurosemide 40 mg omitted.| - family aware|, left leg swollen.|"
      " and the consultant was told.| was written on the form.");
  const Kind& kind = kKinds[author.Below(std::size(kKinds))];
  Drawn drawn = kind.draw(author);
  std::string lead = author.Pick(kLeads) + drawn.label;
  std::string tail = author.Pick(kTails);
  const bool cased = kind.draw != MisreadNumber;  // "l" is no "1" in capitals.
  if (size_t way = cased ? author.Below(5) : 2; way == 0) {
    Lower(lead), Lower(drawn.value), Lower(tail);
  } else if (way == 1) {
    Upper(lead), Upper(drawn.value), Upper(tail);
  }
  return {lead + drawn.value + tail, lead.size(), lead.size() + drawn.value.size(), kind.name};
}

bool MaskedWhole(const Text& text) {
  auto outcome = PlainAnonymiser().Run(text.whole, {});
  if (!outcome) return false;
  std::vector<bool> masked(text.whole.size());
  for (const Span& span : outcome->spans) {
    if (span.flagged) continue;
    for (size_t at = span.start; at < span.end; ++at) masked[at] = true;
  }
  for (size_t at = text.begin; at < text.end; ++at) {
    if (std::isalnum(static_cast<unsigned char>(text.whole[at])) != 0 && !masked[at]) return false;
  }
  return true;
}

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

TEST(Stress, EveryLabelledOrCheckedIdentifierIsMaskedInEverySentence) {
  Author author(FromEnvironment("CANDOUR_STRESS_SEED", 1));
  const uint64_t texts = FromEnvironment("CANDOUR_STRESS_TEXTS", 6000);
  std::map<std::string, size_t> drawn;

  for (uint64_t i = 0; i < texts; ++i) {
    Text text = Draw(author);
    ++drawn[text.kind];
    EXPECT_TRUE(MaskedWhole(text)) << text.kind << ": " << text.whole;
  }

  ASSERT_EQ(drawn.size(), std::size(kKinds));
  std::printf("[summary] anonymiser stress: %llu identifiers of %zu kinds in drawn sentences\n",
              static_cast<unsigned long long>(texts), drawn.size());
}

}  // namespace
}  // namespace candour::anonymise
