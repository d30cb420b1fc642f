#include "node/anonymise/labels.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

namespace candour::anonymise {
namespace {

constexpr size_t kWordsMax = 4;
constexpr size_t kTailMax = 5;

struct Family {
  Announced announced;
  bool firm;
  std::string_view labels;  // With "," between them, as tokens: "n h s" for "N.H.S.".
};

constexpr std::array<Family, 21> kFamilies = {{
    {Announced::kNhs, true,
     "nhs,chi,c h i,h c,hsc,hcn,n h s,nh5,health and care,h and c,health care,nhsno,nhsnumber,"
     "national health service"},
    {Announced::kBirth, true,
     "dob,d o b,d0b,do8,d 0 b,born,date of birth,birth date,birthdate,birthday,dateofbirth,"
     "d o birth,date birth"},
    {Announced::kStaff, true,
     "gmc,g m c,general medical council,gphc,gdc,goc,nmc,pin,hcpc,hpc,sssc,swe,social work england,"
     "nimc,username,login,smartcard,smart "
     "card,esr,payroll,collar,shoulder,warrant,gmcnumber,nmcpin,registrant"},
    {Announced::kStaff, false,
     "prescriber,assignment,staff,employee,badge,id badge,bank staff,agency worker,locum,clock,"
     "user id,login id,practitioner,consultant,consultant code,cons code,officer,"
     "dbs,registration,registered nurse,rn,rgn,paramedic,registered paramedic,midwife,ot,physio,"
     "physiotherapist,radiographer,odp,dietitian,podiatrist,pharmacist"},
    {Announced::kInsurance, true,
     "ni,nino,n i,national insurance,nat ins,nat insurance,insurance number,nino number,ni no"},
    {Announced::kPlate, false,
     "reg,registration,vrm,vrn,plate,number plate,reg plate,car reg,vehicle reg,vehicle,van,car,"
     "taxi,index,minibus,ambulance,ambulance reg,lorry,scooter,registration mark,van reg,"
     "taxi reg,moped,motorbike,hearse,parked"},
    {Announced::kSerial, true,
     "serial,s n,sn,s no,ser,ser no,serialnumber,asset,ebme,eme,mems,med eng,imei,rfid,service tag,"
     "asset tag,equipment tag,equip,equipment id,equipment no,inventory,medical device no,mac,"
     "clinical engineering,medical engineering,medical physics,barcode on pump,asset id"},
    {Announced::kSerial, false,
     "device,equipment,pump,hoist,mattress,pat,tag,inv,fleet,laptop,monitor,bed asset,implant,"
     "pacemaker,medical device,defib,ventilator"},
    {Announced::kPhone, true,
     "tel,telephone,phone,mobile,mob,landline,fax,ddi,direct dial,direct line,whatsapp,sms,cell,"
     "callback,call back,contact no,contact number,contact tel,emergency contact,home no,work no,"
     "nok tel,nok mobile,nok no,phone no,tel no,mob no,switchboard"},
    {Announced::kPhone, false,
     "call,ring,rang,phoned,called,text,texted,dial,contact,nok,daughter,son,wife,husband,number,"
     "reachable on,available on,reached on,number given,her number,his number,message on"},
    {Announced::kExtension, true,
     "ext,extn,extension,bleep,blp,bleeped,pager,paged,dect,vocera,baton,cordless,speed dial,"
     "xtn,bleep holder,internal ext,int ext"},
    {Announced::kPostcode, true, "postcode,post code,pcode,p code,postal code,zip,zip code"},
    {Announced::kEmail, true, "email,e mail,nhsmail,email address,e mail address"},
    {Announced::kRecord, true,
     "mrn,m r n,pmr,casenote,casenotes,case note,case notes,epr,rio,systmone,emis,lorenzo,cerner,"
     "meditech,adastra,"
     "carefirst,liquidlogic,urn,ubrn,nomis,noms,pnc,prf,eprf,epcr,pcr,cad,accession,"
     "histology,cris,ris,pacs,dols,mash,uprn,utr,nass,brp,datix,datixweb,dciq,inphase,ulysses,"
     "lfpse,nrls,steis,siri,psii,mnsi,hsib,riddor,sabre,ir1,badgernet,servicenow,keysafe,key safe,"
     "camera,cctv camera,cctv disc,sort code,sort,pas,hosp no,hosp num,h "
     "n,hn,hospno,patientid,unit no"},
    {Announced::kRecord, false,
     "hosp,hospital,hospital number,unit,patient,pt,pts,district,dist,encounter,visit,spell,fin,"
     "pathway,booking,referral,prison,custody,client,resident,service user,su,lab,specimen,sample,"
     "request,ice,ice request,path,x ray,image,incident,inc,log,police,police log,crime,occurrence,"
     "court,coroner,coroners,solicitor,claim,policy,complaint,comp,safeguarding,passport,driving,"
     "driving licence,licence,home office,account,housing,tenancy,rent account,library card,"
     "loyalty card,bus pass,blue badge,recording,meeting,teams meeting,zoom,helpdesk,helpdesk call,"
     "job,transfusion,donation,blood unit,crossmatch,donor,study,trial,subject,randomisation,"
     "screening,maternity,mat,cot,baby,attendance,episode,ed,a e,ae,report,form,case,event,risk,"
     "rca,aar,si,ref,reference,our ref,your ref,id,wristband,band,notes,niche,ticket,snow,"
     "work order,wo,radar,vantage,safeguard,airs,sjr,shot,yellow card,paris,mosaic,s1,crn,k,cro,"
     "oca,ois,ambulance ref,door code,entry code,alarm code,lado,sar,foi,pals,call,call ref,mars,"
     "histo,x,acc,unique,patient identifier,identifier,cctv,footage,"
     "complaints,legal,sui,image accession"},
    {Announced::kName, false,
     "name,names,surname,forename,first name,last name,patient name,pt name,full name,nok,"
     "next of kin,reporter,reported by,consultant,cons,nurse,named nurse,doctor,dr,midwife,staff,"
     "init,inits,pt init,pt initials,"
     "patient initials,sname,fname,lname,pat sname,pat fname,staff name,staff "
     "member,witness,witnesses,author,handler,completed by,seen "
     "by,assigned to,"
     "allocated to,owner,contact name,carer,keyworker,key worker,patient,pt,resident,client,"
     "service user,entered by,user,signed,sign,initials,investigator,manager,lead,who,person,"
     "reviewer,given by,checked by,second checker,administered by,taken by,caller,hca,gp name,"
     "mother,father,relative,informant,clinician,sho,reg,spr,practitioner,by,from,to,approved by"},
    {Announced::kAddress, false, "address,home address,addr,street,address line"},
    {Announced::kWard, false, "ward,wd,wrd,ward name,unit name,ward unit,location,loc,area,dept"},
    {Announced::kOrganisation, false,
     "organisation,hospital,site,trust,gp surgery,surgery,practice,care home,gp practice,pharmacy,"
     "nursing home,provider,employer,school"},
    {Announced::kPlace, false, "town,city,village"},
    {Announced::kOther, false,
     "bed,bay,time,harm,category,severity,shift,sex,gender,obs,plan,notes,comments,comment,news,"
     "news2,diagnosis,dx,pc,problem,jobs,tasks,details,description,grade,band,role,type,status,"
     "action,actions,outcome,drug,dose,route,freq,frequency,diet,mobility,allergies,dnar,resus,"
     "escalation,specialty,level,risk,priority,qty,item,device,model,lot,batch,theme,room,"
     "relationship,message,event,entry,resp,hr,bp,temp,sats,weight,age band,no,investigation,"
     "treatment,management,update,background,situation,concerns,falls,skin,bowels,iv,los,edd,"
     "procedure,asa,list order,order,theatre,side,consent,anaesthetic,day,duration,year,month"},
}};

// Also, in the heads of tables and before a date or an age.
constexpr std::string_view kDays =
    "date,incident date,date of incident,date reported,admitted,adm,admission,doa,d o a,discharged,"
    "date of admission,date of discharge,seen,reported,op date,appointment,appt,opened,closed,"
    "created,due,review date,last seen,date time,timestamp,received,sent,started,stopped,logged";
constexpr std::string_view kAges = "age,age sex,age yrs,age years";

struct Entry {
  std::array<std::string_view, kWordsMax> words;
  size_t count = 0;
  uint32_t bit = 0;
  bool firm = false;
};

struct Index {
  std::unordered_map<std::string_view, std::vector<Entry>> entries;  // By their first words.
  std::array<uint32_t, 128> sizes{};  // By first letter: bit n where a first word has n letters.

  bool MayHold(std::string_view word) const {
    auto letter = static_cast<unsigned char>(word[0]);
    return letter < sizes.size() && word.size() < 32 && (sizes[letter] >> word.size() & 1) != 0;
  }
};

bool SaysNumber(std::string_view word) {
  constexpr std::array<std::string_view, 22> kWords = {
      "no",  "nos", "n0",   "number", "numbers", "num",         "nr",  "nbr",
      "id",  "ids", "ref",  "refs",   "code",    "reference",   "pin", "reg",
      "tag", "web", "card", "log",    "ident",   "registration"};
  return IsOneOf(kWords, word);
}

std::string_view TakeUntil(std::string_view& text, char stop) {
  size_t end = std::min(text.find(stop), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

void AddAll(Index& index, Announced announced, bool firm, std::string_view labels) {
  while (!labels.empty()) {
    std::string_view label = TakeUntil(labels, ',');
    Entry entry{.words = {}, .count = 0, .bit = Bit(announced), .firm = firm};
    while (!label.empty() && entry.count < kWordsMax)
      entry.words[entry.count++] = TakeUntil(label, ' ');
    const std::string_view last = entry.words[entry.count - 1];
    entry.firm = firm || (entry.count > 1 && SaysNumber(last));
    index.entries[entry.words[0]].push_back(entry);
    index.sizes[static_cast<unsigned char>(entry.words[0][0])] |= uint32_t{1}
                                                                  << entry.words[0].size();
  }
}

const Index& Labels() {
  static const Index* const kIndex = [] {
    auto* index = new Index();
    for (const Family& family : kFamilies)
      AddAll(*index, family.announced, family.firm, family.labels);
    AddAll(*index, Announced::kDay, false, kDays);
    AddAll(*index, Announced::kAge, true, kAges);
    return index;
  }();
  return *kIndex;
}

bool Fills(std::string_view word) {
  constexpr std::array<std::string_view, 40> kWords = {
      "is",     "was",     "as",      "given", "recorded",  "shown",     "entered",    "quoted",
      "form",   "noted",   "stated",  "read",  "printed",   "listed",    "documented", "on",
      "reads",  "follows", "written", "label", "wristband", "verified",  "traced",     "system",
      "status", "of",      "the",     "below", "above",     "which",     "being",      "identifier",
      "number", "s",       "checked", "are",   "now",       "confirmed", "said",       "says"};
  return IsOneOf(kWords, word);
}

// Between the words of one label.
bool Joins(std::string_view gap) {
  return gap.size() <= 3 && gap.find_first_of("\n:;,|\"=") == gap.npos;
}

}  // namespace

Label LabelAt(const Document& document, size_t i) {
  Label label;
  const std::string_view first = document.LowerAt(i);
  const Index& index = Labels();
  if (first.empty() || !index.MayHold(first)) return label;
  auto found = index.entries.find(first);
  if (found == index.entries.end()) return label;
  size_t longest = 0;
  for (const Entry& entry : found->second) {
    if (entry.count < longest) continue;
    bool whole = true;
    for (size_t k = 1; k < entry.count && whole; ++k)
      whole = document.LowerAt(i + k) == entry.words[k] && Joins(document.Gap(i + k - 1));
    if (!whole) continue;
    if (entry.count > longest) label = {};
    longest = entry.count;
    label.all |= entry.bit;
    if (entry.firm) label.firm |= entry.bit;
    label.end = i + entry.count;
  }
  return label;
}

size_t OverLabelTail(const Document& document, size_t i, bool& numbered) {
  for (size_t words = 0; words < kTailMax; ++words, ++i) {
    std::string_view word = document.LowerAt(i);
    if (SaysNumber(word))
      numbered = true;
    else if (!Fills(word))
      break;
  }
  return i;
}

}  // namespace candour::anonymise
