// What `candour explain visibility` says is what happens: over random networks, rosters, changes of
// roles, removals and expiries, a text lies exactly where the deciding function allowed it at some
// moment while it was published.
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>

#include "federation/network/audience.h"
#include "federation/network/manifest_edit.h"
#include "federation/feed/proofs.h"
#include "tests/unit/federation/core/stage.h"

namespace candour::core_test {
namespace {

constexpr uint32_t kNetworks = 60;
constexpr int kSteps = 12;

class RandomNetwork {
 public:
  explicit RandomNetwork(uint32_t seed)
      : random_(seed), members_(3 + random_() % 4), stage_(members_) {
    stage_.StartAll();
    stage_.ConnectAll();
    for (size_t i = 1; i < members_; ++i) here_.insert(i);
  }

  void Step() {
    switch (random_() % 6) {
      case 0:
      case 1:
      case 2:
        return Publish();
      case 3:
        return ChangeRoles();
      case 4:
        return Remove();
      default:
        return Expire();
    }
  }

  // Everybody has had time to exchange; from here on the audience is what it is now.
  void Settle() {
    for (size_t i = 1; i < members_; ++i) {
      stage_.Disconnect(i);
      if (here_.contains(i)) stage_.Connect(i);
    }
    stage_.Pass(seconds(130));
    const Manifest& manifest = Current();
    for (auto& [label, item] : items_) {
      for (size_t i = 0; i < members_; ++i) {
        const auto decided = Decide(manifest, stage_.cast().members[i].id, Access::kReadBodies,
                                    stage_.now().wall);
        if (decided.allowed || i == item.author) item.allowed.insert(i);
      }
    }
  }

  // Empty when every text is exactly where it may be.
  std::string Difference() {
    std::string out;
    for (const auto& [label, item] : items_) {
      for (size_t i = 0; i < members_; ++i) {
        const auto chain =
            stage_.store(i).Chain(stage_.cast().FeedOf(item.author), Stage::Item(label));
        const bool holds =
            chain && stage_.BodyAt(i, item.author, chain->versions.back()).has_value();
        if (holds == item.allowed.contains(i)) continue;
        out += "item " + label + " of " + std::to_string(item.author) + " at " + std::to_string(i) +
               (holds ? ": held without leave\n" : ": allowed and not there\n");
      }
    }
    return out;
  }
  size_t texts() const { return items_.size(); }

 private:
  struct Published {
    size_t author = 0;
    std::set<size_t> allowed;
  };

  const Manifest& Current() {
    manifest_ = stage_.core(0).ManifestOf(stage_.cast().network);
    return manifest_->manifest;
  }
  size_t AnyMember() { return 1 + random_() % (members_ - 1); }

  void InForce(const Manifest& next) {
    ASSERT_TRUE(stage_.Handle(
        0, ManifestOffered{stage_.cast().network, stage_.cast().Sign(next), {}}));
    stage_.Settle();
  }
  Manifest Next() {
    Current();
    return NextVersion(*manifest_, stage_.now().wall,
                       stage_.now().wall + 300 * kSecondsPerDay);
  }

  void Publish() {
    const size_t author = random_() % members_;
    const std::string label = std::to_string(items_.size());
    // By the author's own manifest, as its people would see it.
    const auto own = stage_.core(author).ManifestOf(stage_.cast().network);
    const auto audience = DecideAudience(own->manifest, stage_.cast().members[author].id,
                                         stage_.now().wall);
    const Status published = stage_.Publish(author, label);
    EXPECT_EQ(published.has_value(), audience.has_value());
    if (published) items_[label] = {author, {}};
  }

  void ChangeRoles() {
    static const char* const kRoles[] = {"r", "rw", "w", "q", "wq"};
    Manifest next = Next();
    const size_t member = AnyMember();
    if (SetRoles(next, stage_.cast().members[member].id, kRoles[random_() % 5])) InForce(next);
  }

  void Remove() {
    Manifest next = Next();
    const size_t member = AnyMember();
    const FeedId feed = stage_.cast().FeedOf(member);
    Cuts cuts;
    if (const auto state = stage_.store(0).Feed(feed)) cuts[feed] = {state->size, state->root};
    if (random_() % 2 == 0 || !RemoveMember(next, stage_.cast().members[member].id, cuts)) return;
    InForce(next);
  }

  // For a while nothing is disclosed; then the governors renew.
  void Expire() {
    Manifest next = Next();
    next.expires = stage_.now().wall + 10;
    InForce(next);
    stage_.Pass(seconds(20));
    Publish();
    stage_.Pass(seconds(5));
    InForce(Next());
  }

  std::mt19937 random_;
  const size_t members_;
  Stage stage_;
  std::shared_ptr<const SignedManifest> manifest_;
  std::set<size_t> here_;
  std::map<std::string, Published> items_;
};

TEST(AudienceDelivery, IsWhatTheDecidingFunctionSaid) {
  size_t texts = 0;
  for (uint32_t seed = 1; seed <= kNetworks; ++seed) {
    RandomNetwork network(seed);
    for (int step = 0; step < kSteps; ++step) {
      network.Step();
      network.Settle();
      ASSERT_EQ(network.Difference(), "") << "seed " << seed << ", step " << step;
    }
    texts += network.texts();
  }
  std::cout << "[summary] visibility: " << texts << " texts in " << kNetworks
            << " random networks lie exactly where explain visibility says\n";
}

}  // namespace
}  // namespace candour::core_test
