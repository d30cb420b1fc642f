#include "federation/query/taxonomy.h"

#include <string>

namespace candour::query {
namespace {

constexpr Term kHarm[] = {
    {"none", "No harm", ""},
    {"low", "Low harm", "minor"},
    {"moderate", "Moderate harm", ""},
    {"severe", "Severe harm", "major"},
    {"fatal", "Fatal", "death"},
    {"other", "Other", ""},
    {"unknown", "Not recorded", "unspecified"},
};

constexpr Term kSpecialties[] = {
    {"medicine", "General and acute medicine",
     "general medicine|acute medicine|internal medicine|respiratory|gastroenterology|endocrinology|"
     "diabetes|rheumatology|dermatology|infectious diseases"},
    {"cardiology", "Heart and circulation", "cardiac|cardiothoracic surgery|vascular surgery"},
    {"neurology", "Neurology and stroke", "stroke|neurosurgery|neurosciences"},
    {"renal", "Renal and urology", "renal medicine|nephrology|urology|dialysis"},
    {"surgery", "General surgery",
     "colorectal surgery|upper gi surgery|breast surgery|plastic surgery|surgical"},
    {"orthopaedics", "Trauma and orthopaedics", "trauma|orthopedics|orthopaedic surgery"},
    {"head-and-neck", "Eyes, ears and mouth",
     "ophthalmology|ent|ear, nose and throat|oral surgery|maxillofacial surgery|dentistry|dental"},
    {"theatres", "Anaesthetics and theatres", "anaesthetics|anaesthesia|theatre|operating theatre"},
    {"critical-care", "Critical care", "intensive care|icu|itu|high dependency"},
    {"emergency", "Emergency medicine", "emergency department|a&e|accident and emergency|ed"},
    {"maternity", "Maternity and gynaecology", "obstetrics|midwifery|gynaecology"},
    {"children", "Children and newborns",
     "paediatrics|pediatrics|neonatal|neonatology|child health"},
    {"older-people", "Older people", "geriatrics|care of the elderly|elderly care|frailty"},
    {"cancer", "Cancer and blood", "oncology|haematology|palliative care|radiotherapy"},
    {"mental-health", "Mental health", "psychiatry|learning disability|camhs|psychology"},
    {"imaging", "Imaging", "radiology|nuclear medicine"},
    {"laboratories", "Laboratories", "pathology|microbiology|blood transfusion|transfusion"},
    {"pharmacy", "Pharmacy", "medicines management|hospital pharmacy"},
    {"therapies", "Therapies", "physiotherapy|occupational therapy|dietetics|speech therapy"},
    {"primary-care", "Primary care", "general practice|gp|family medicine"},
    {"community", "Community services", "community nursing|district nursing|health visiting"},
    {"other", "Other", ""},
    {"unknown", "Not recorded", ""},
};

constexpr Term kSettings[] = {
    {"ward", "Ward", "acute ward|surgical ward|medical ward|any ward|inpatient ward"},
    {"emergency-department", "Emergency department", "emergency|a&e|ed|accident and emergency"},
    {"theatre", "Operating theatre", "theatres|operating room|day unit|day surgery"},
    {"critical-care", "Critical care", "intensive care|icu|itu|high dependency unit"},
    {"maternity", "Maternity unit", "labour ward|birth centre|delivery suite"},
    {"outpatients", "Outpatients", "outpatient department|clinic|pre-operative clinic"},
    {"diagnostics", "Imaging and laboratories",
     "imaging department|laboratory|radiology|pathology"},
    {"pharmacy", "Pharmacy", "hospital pharmacy|community pharmacy"},
    {"mental-health", "Mental health unit", "mental health inpatient|psychiatric ward"},
    {"community-hospital", "Community hospital", "rehabilitation unit"},
    {"primary-care", "General practice", "gp surgery|gp practice|surgery"},
    {"home", "Patient's home", "patients home|home|community nursing|district nursing"},
    {"care-home", "Care home", "nursing home|residential home"},
    {"ambulance", "Ambulance", "patient transport|pre-hospital"},
    {"other", "Other", "any setting"},
    {"unknown", "Not recorded", ""},
};

constexpr Term kProcesses[] = {
    {"medication", "Medicines",
     "medicines|prescribing|administration|dispensing|medicines management"},
    {"diagnosis", "Diagnosis and assessment", "assessment|triage|test results|results"},
    {"procedure", "Treatment and procedures", "treatment|surgery|anaesthesia|operation"},
    {"monitoring", "Monitoring and deterioration", "deterioration|observations|escalation"},
    {"infection", "Infection prevention", "infection control|hygiene"},
    {"devices", "Devices and equipment", "equipment|device|medical devices"},
    {"blood", "Blood and transfusion", "transfusion|blood transfusion"},
    {"nutrition", "Nutrition and hydration", "feeding|hydration|diet"},
    {"falls", "Falls and mobility", "fall|mobility|moving and handling"},
    {"skin", "Skin and pressure care", "pressure ulcer|pressure ulcers|wound care"},
    {"handover", "Handover and communication", "communication|referral|transfer of care"},
    {"transfer", "Admission, transfer, discharge", "admission|discharge|transfer|transport"},
    {"records", "Records and consent", "documentation|consent|identification|patient identity"},
    {"digital", "Digital systems", "it|software|electronic records"},
    {"safeguarding", "Safeguarding and behaviour", "self-harm|violence|restraint|absconding"},
    {"other", "Other", ""},
    {"unknown", "Not recorded", ""},
};

constexpr Term kFactors[] = {
    {"person", "People", ""},
    {"tasks", "Tasks", ""},
    {"tools", "Tools and technology", "tools_and_technology|technology"},
    {"organisation", "Organisation", ""},
    {"internal-environment", "Internal environment", "internal_environment"},
    {"external-environment", "External environment", "external_environment"},
    {"several", "Several", ""},
    {"other", "Other", ""},
    {"unknown", "Not recorded", "unspecified"},
};

constexpr Term kEventKinds[] = {
    {"incident", "Incident", ""},
    {"near-miss", "Near miss", "near_miss"},
    {"other", "Other", ""},
    {"unknown", "Not recorded", "unspecified"},
};

constexpr Term kLearningKinds[] = {
    {"incident", "Incident", ""},
    {"near-miss", "Near miss", "near_miss"},
    {"good-practice", "Good practice", "good_practice"},
    {"investigation", "Investigation", ""},
    {"solution", "Solution", ""},
    {"alert", "Alert", ""},
    {"patient-story", "Patient story", "patient_story"},
    {"resource", "Resource", ""},
    {"concern-theme", "Theme of concern", "concern_theme"},
    {"call", "Call for help", ""},
    {"framework-note", "Framework note", "framework_note"},
    {"other", "Other", ""},
    {"unknown", "Not recorded", "unspecified"},
};

std::string Folded(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool Lists(std::string_view spellings, std::string_view word) {
  while (!spellings.empty()) {
    const size_t bar = spellings.find('|');
    if (spellings.substr(0, bar) == word) return true;
    if (bar == std::string_view::npos) return false;
    spellings.remove_prefix(bar + 1);
  }
  return false;
}

}  // namespace

size_t Taxonomy::Find(std::string_view code) const {
  for (size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].code == code) return i;
  }
  return terms.size();
}

size_t Taxonomy::Classify(std::string_view text) const {
  const std::string word = Folded(text);
  if (word.empty()) return terms.size() - 1;
  for (size_t i = 0; i < terms.size(); ++i) {
    if (word == terms[i].code || word == Folded(terms[i].label) || Lists(terms[i].also, word)) {
      return i;
    }
  }
  return terms.size() - 2;
}

const Taxonomy& Harm() {
  static constexpr Taxonomy kTaxonomy = {"harm", 1, kHarm};
  return kTaxonomy;
}
const Taxonomy& Specialties() {
  static constexpr Taxonomy kTaxonomy = {"specialty", 1, kSpecialties};
  return kTaxonomy;
}
const Taxonomy& Settings() {
  static constexpr Taxonomy kTaxonomy = {"setting", 1, kSettings};
  return kTaxonomy;
}
const Taxonomy& Processes() {
  static constexpr Taxonomy kTaxonomy = {"process", 1, kProcesses};
  return kTaxonomy;
}
const Taxonomy& Factors() {
  static constexpr Taxonomy kTaxonomy = {"factor", 1, kFactors};
  return kTaxonomy;
}
const Taxonomy& EventKinds() {
  static constexpr Taxonomy kTaxonomy = {"event", 1, kEventKinds};
  return kTaxonomy;
}
const Taxonomy& LearningKinds() {
  static constexpr Taxonomy kTaxonomy = {"kind", 1, kLearningKinds};
  return kTaxonomy;
}

}  // namespace candour::query
