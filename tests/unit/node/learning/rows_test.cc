#include "node/learning/rows.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using storage::LocalFamily;

class Rows : public NodeTest {
 protected:
  static RecordId IdOf(const std::string& start) {
    std::string raw = start;
    raw.resize(RecordId::kSize, 'x');
    return *RecordId::From(raw);
  }
  RecordId AddDraft(const std::string& start) {
    node::v1::StoredDraft draft;
    draft.set_id(IdOf(start).str());
    draft.set_author("ann");
    node.Put({PutDraft(draft)});
    return IdOf(start);
  }
};

TEST_F(Rows, ShowIdsAs26CharactersThatFindThemAgain) {
  const RecordId id = AddDraft("abc");

  const std::string shown = ShowId(id);

  EXPECT_EQ(shown.size(), 26u);
  EXPECT_EQ(FindDraft(node.store(), shown).value(), id);
}

TEST_F(Rows, FindADraftByEightCharactersOfItsId) {
  const RecordId id = AddDraft("abc");
  AddDraft("zzz");

  EXPECT_EQ(FindDraft(node.store(), ShowId(id).substr(0, 8)).value(), id);
}

TEST_F(Rows, FindADraftHoweverItsLettersAreWritten) {
  const RecordId id = AddDraft(std::string("\0\0\0\0\0\x01", 6));
  std::string shown = ShowId(id);
  ASSERT_EQ(shown.substr(0, 8), "00000000");
  std::string lower;
  for (char c : shown) lower.push_back(c == '0' ? 'o' : c >= 'A' && c <= 'Z' ? c + 32 : c);

  EXPECT_EQ(FindDraft(node.store(), lower).value(), id);
}

TEST_F(Rows, RefuseAPrefixThatIsTooShort) {
  const RecordId id = AddDraft("abc");

  EXPECT_EQ(ReasonOf(FindDraft(node.store(), ShowId(id).substr(0, 7))), "NOT_FOUND");
}

TEST_F(Rows, SayThatAPrefixOfTwoDraftsIsAmbiguous) {
  const RecordId one = AddDraft("abcdefgh1");
  AddDraft("abcdefgh2");

  const auto found = FindDraft(node.store(), ShowId(one).substr(0, 10));

  EXPECT_EQ(ReasonOf(found), "NAME_AMBIGUOUS");
  EXPECT_EQ(FindDraft(node.store(), ShowId(one)).value(), one);
}

TEST_F(Rows, TakeWhatIsNoIdForAnAbsentOne) {
  for (const char* name : {"", "UUUUUUUU", "not an id", "12345678901234567890123456789"}) {
    EXPECT_EQ(ReasonOf(FindRecord(node.store(), name)), "NOT_FOUND") << name;
  }
}

TEST_F(Rows, SayThatARowThatDoesNotParseIsCorrupt) {
  node.Put({{LocalFamily::kRecord, IdOf("abc").str(), "\xff\xff"}});

  EXPECT_EQ(ReasonOf(LoadRecord(node.store(), IdOf("abc"))), "ROW_CORRUPT");
}

TEST_F(Rows, AreGoneOnceDropped) {
  const RecordId id = AddDraft("abc");

  node.Put({DropDraft(id)});

  EXPECT_EQ(ReasonOf(LoadDraft(node.store(), id)), "NOT_FOUND");
}

TEST_F(Rows, KeepUsersMembershipsTicketsAndJoinsApart) {
  const NetworkId network = *NetworkId::From(std::string(16, 'n'));
  node::v1::StoredUser user;
  user.mutable_user()->set_name("ann");
  node::v1::StoredMembership membership;
  membership.set_member_id(std::string(16, 'm'));
  node::v1::StoredTicket ticket;
  ticket.set_spki_sha256(std::string(32, 's'));
  node::v1::StoredPending pending;
  pending.set_fingerprint("words");
  node::v1::StoredJoin join;
  join.set_network_id(network.str());

  node.Put({PutUser(user), PutMembership(network, membership), PutTicket(ticket),
            PutPending("0123abcd", pending), PutJoin(join)});

  EXPECT_TRUE(LoadUser(node.store(), "ann"));
  EXPECT_FALSE(LoadUser(node.store(), "an"));
  EXPECT_EQ(LoadUsers(node.store()).size(), 1u);
  EXPECT_EQ(LoadMembership(node.store(), network)->member_id(), std::string(16, 'm'));
  EXPECT_EQ(LoadMemberships(node.store()).front().first, network);
  EXPECT_TRUE(LoadTicket(node.store(), std::string(32, 's')));
  EXPECT_EQ(LoadPending(node.store()).front().key, "0123abcd");
  EXPECT_EQ(LoadJoins(node.store()).size(), 1u);

  node.Put({DropPending("0123abcd"), DropJoin(network)});
  EXPECT_TRUE(LoadPending(node.store()).empty());
  EXPECT_TRUE(LoadJoins(node.store()).empty());
}

TEST_F(Rows, LeadFromAnItemAndFromAnImportToTheRecord) {
  const ItemId item = *ItemId::From(std::string(16, 'i'));

  node.Put({PutRecordOfItem(item, IdOf("a")), PutRecordOfImport("print", IdOf("b"))});

  EXPECT_EQ(RecordOfItem(node.store(), item), IdOf("a"));
  EXPECT_EQ(RecordOfImport(node.store(), "print"), IdOf("b"));
  EXPECT_FALSE(RecordOfImport(node.store(), "other"));
}

}  // namespace
}  // namespace candour::service_test
