#pragma once
/// Limits: every bound that input can reach, by name; and LimitCounts: how
/// often each was reached.
///
///     Limits limits;                                  // the defaults
///     limits.set(LimitId::TcpConnections, 1000);
///     if (open.size() >= limits[LimitId::TcpConnections])
///       counts.add(LimitId::TcpConnections);
///
/// src/base/limit_table.h says of each what it bounds, its range, its default,
/// and what happens when it is reached; docs/limits.md is made from it. Whoever
/// reaches one counts it: it is told in the coverage (base/coverage.h).

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace siptriage {

enum class LimitId : std::uint8_t {
  // Of capture files.
  FrameOctets,
  Interfaces,
  InterfaceNameOctets,
  Comments,
  CommentOctets,
  UnpackedOctets,
  UnpackRatio,
  UnpackRatioFrom,
  // Of packets, fragments and streams.
  LinkHeaders,
  TunnelDepth,
  ExtensionHeaders,
  FragmentedDatagrams,
  DatagramFragments,
  FragmentOctets,
  FragmentAge,
  TcpConnections,
  OutOfOrderOctets,
  OutOfOrderSegments,
  OutOfOrderTotal,
  RememberedHoles,
  UndecidedOctets,
  UnfinishedOctets,
  EncryptedFlows,
  KeepAliveFlows,
  NetworkEvents,
  // Of messages.
  MessageOctets,
  StartLineOctets,
  HeaderFields,
  HeaderFieldOctets,
  MultipartDepth,
  // Of what messages belong to.
  KeptOctets,
  Conversations,
  ConversationMessages,
  CallTransactions,
  CallDialogs,
  SameKeyTransactions,
  SameHash,
  OrderedTransactions,
  RepetitionOriginals,
  RepetitionCopies,
  RelatedInvites,
  EndedDialogs,
  CountedHops,
  // Of what is said about them.
  RuleFindings,
  CallFindings,
  CallDiagnoses,
  FindingFrames,
  MessageCauses,
  FailureGroups,
  GroupPhrases,
  MethodNames,
  MetricPeers,
  VainPeers,
  LegCalls,
  LegFindings,
  OutputOctets,
  // Of what is asked.
  FilterOctets,
  FilterDepth,
  FilterList,
  FilterPatterns,
  FilterPatternOctets,
  ExpectationsOctets,
  Expectations,
  ExpectationParts,
  // Of snapshots.
  SnapshotOctets,
  Scenarios,
  ScenarioOctets,
  ScenarioMessages,
  Count,
};
inline constexpr std::size_t kLimitCount =
    static_cast<std::size_t>(LimitId::Count);

/// What is known of a limit.
struct LimitSpec {
  LimitId id = LimitId::Count;
  std::string_view name;        // stable, "tcp-connections"
  std::string_view unit;        // plural: "octets", "seconds", "connections"
  std::uint64_t otherwise = 0;  // the default
  std::uint64_t least = 0;      // both ends belong to the range
  std::uint64_t most = 0;
  std::string_view meaning;  // what it bounds
  std::string_view reached;  // what happens then
  /// What is counted, one of it and many: "connection was given up".
  std::string_view one;
  std::string_view many;
  /// Ordinary captures reach it, and little is lost: told in JSON, but not in
  /// the report for people.
  bool is_routine = false;
};

/// All of them, in the order of LimitId.
[[nodiscard]] std::span<const LimitSpec> limit_specs();
[[nodiscard]] const LimitSpec& spec_of(LimitId id);
[[nodiscard]] inline std::string_view to_string(LimitId id) {
  return spec_of(id).name;
}
/// nullptr for a name that is none.
[[nodiscard]] const LimitSpec* find_limit(std::string_view name);
/// The limit that was meant by `name`, but for a few letters; may be null.
[[nodiscard]] const LimitSpec* nearest_limit(std::string_view name);

class Limits {
 public:
  /// The defaults.
  Limits();

  [[nodiscard]] std::uint64_t operator[](LimitId id) const {
    return values_[static_cast<std::size_t>(id)];
  }
  /// A value outside the range becomes the nearest inside.
  Limits& set(LimitId id, std::uint64_t value);

 private:
  std::array<std::uint64_t, kLimitCount> values_;
};

/// What was evicted, cut or refused at each limit; LimitSpec::many says what is
/// counted.
class LimitCounts {
 public:
  void add(LimitId id, std::uint64_t times = 1);
  void add(const LimitCounts& other);
  [[nodiscard]] std::uint64_t of(LimitId id) const {
    return counts_.empty() ? 0 : counts_[static_cast<std::size_t>(id)];
  }
  [[nodiscard]] bool any() const { return !counts_.empty(); }
  void clear() { counts_.clear(); }

 private:
  // Empty as a rule: one is made for each conversation.
  std::vector<std::uint64_t> counts_;
};

}  // namespace siptriage
