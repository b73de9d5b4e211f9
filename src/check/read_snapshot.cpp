// read_snapshot: a file that people check in, merge and edit: anything may be
// in it, and nothing in it that is wrong may pass for a baseline.

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include "siptriage/base/ascii.h"
#include "siptriage/base/limit_text.h"
#include "siptriage/check/snapshot.h"

#include "check/canonical_call.h"
#include "check/canonical_message.h"
#include "check/scenario_json.h"
#include "filter/hint.h"
#include "filter/vocabulary.h"

namespace siptriage {
namespace check {
namespace {

using Value = rapidjson::Value;

constexpr std::uint64_t kMostCalls = 1'000'000'000'000;
constexpr std::uint64_t kMostMs = 1'000'000'000'000;
// Hostile responses have codes that are none.
constexpr std::uint64_t kHighestCode =
    std::numeric_limits<std::uint16_t>::max();
constexpr std::size_t kMostMembers = 64;
constexpr std::size_t kMostFindings = 1000;

std::string_view text_of(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

// A value, and where it stands.
struct Node {
  const Value& value;
  const Node* parent = nullptr;
  std::string_view name = {};  // in its object; else `index` in its array
  std::size_t index = 0;

  // "scenarios[3].messages[0].from".
  [[nodiscard]] std::string place() const {
    if (parent == nullptr) return "";
    const std::string before = parent->place();
    if (name.empty()) return before + "[" + std::to_string(index) + "]";
    return before + (before.empty() ? "" : ".") + std::string(name);
  }
};

class Reader {
 public:
  Reader(std::string_view name, const Limits& limits)
      : name_(name), limits_(limits) {}

  Result<Snapshot> read(std::string_view octets) && {
    const std::uint64_t most = limits_[LimitId::SnapshotOctets];
    if (octets.size() > most) {
      return fail(ErrorCode::LimitReached,
                  name_ + ": has more than " + std::to_string(most) +
                      " octets" + "; " +
                      how_to_raise(LimitId::SnapshotOctets, limits_));
    }
    rapidjson::Document document;
    // Not recursive: whatever is nested, the stack stays as it is.
    constexpr unsigned kFlags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    document.Parse<kFlags>(octets.data(), octets.size());
    if (document.HasParseError()) {
      refuse_json(octets, document.GetErrorOffset(),
                  rapidjson::GetParseError_En(document.GetParseError()));
    } else {
      read_snapshot_of(Node{document});
    }
    if (fault_) {
      return fail(ErrorCode::BadConfiguration, name_ + *fault_, fault_offset_);
    }
    return std::move(snapshot_);
  }

 private:
  // The first one counts. What is read after it is not used.
  void refuse(const Node& node, const std::string& what) {
    if (fault_) return;
    const std::string place = node.place();
    fault_ = ": " + (place.empty() ? "" : place + " ") + what;
  }
  void refuse_json(std::string_view octets, std::size_t offset,
                   const std::string& what) {
    const std::string_view before = octets.substr(0, offset);
    const std::size_t line_begin = before.rfind('\n') + 1;
    fault_ = ":" + std::to_string(std::ranges::count(before, '\n') + 1) + ":" +
             std::to_string(before.size() - line_begin + 1) +
             ": is no JSON document: " + what;
    fault_offset_ = offset;
  }

  // Nothing, and refused, for what is no object, or says something twice.
  bool is_object(const Node& node) {
    if (!node.value.IsObject()) {
      refuse(node, "is not an object");
      return false;
    }
    if (node.value.MemberCount() > kMostMembers) {
      refuse(node, "has too many members");
      return false;
    }
    std::set<std::string_view> names;
    for (const auto& member : node.value.GetObject()) {
      if (names.insert(text_of(member.name)).second) continue;
      refuse(node, "has " + filter::shown(text_of(member.name)) + " twice");
      return false;
    }
    return true;
  }

  // Calls `read` with the member, if it is there; else refuses.
  template <typename Read>
  void member(const Node& object, const char* name, const Read& read) {
    if (fault_) return;
    const auto found = object.value.FindMember(name);
    // Plain comparison: RapidJSON's are ambiguous in C++20.
    if (found - object.value.MemberEnd() == 0) {
      refuse(object, std::string("has no ") + name);
      return;
    }
    read(Node{found->value, &object, name});
  }

  std::uint64_t number(const Node& object, const char* name,
                       std::uint64_t least, std::uint64_t most) {
    std::uint64_t number = least;
    member(object, name, [&](const Node& node) {
      if (node.value.IsUint64() && node.value.GetUint64() >= least &&
          node.value.GetUint64() <= most) {
        number = node.value.GetUint64();
      } else {
        refuse(node, "is not a whole number from " + std::to_string(least) +
                         " to " + std::to_string(most));
      }
    });
    return number;
  }

  // What we write: printable ASCII, and not too much of it.
  std::string words_of(const Node& node) {
    if (!node.value.IsString()) {
      refuse(node, "is not a text");
      return {};
    }
    const std::string_view text = text_of(node.value);
    const bool is_plain =
        std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    if (!is_plain) refuse(node, "has other characters than a snapshot has");
    if (text.size() > 2 * kMaxTokensOctets) refuse(node, "is too long");
    return is_plain ? std::string(text) : std::string();
  }
  std::string words(const Node& object, const char* name) {
    std::string words;
    member(object, name, [&](const Node& node) { words = words_of(node); });
    return words;
  }

  template <typename Enum>
  Enum word(const Node& object, const char* name,
            const filter::Vocabulary& vocabulary) {
    auto value = Enum();
    member(object, name, [&](const Node& node) {
      const std::string text = words_of(node);
      const auto index = vocabulary.find(text);
      if (index) {
        value = static_cast<Enum>(*index);
      } else {
        refuse(node, "is " + filter::shown(text) + ", not " +
                         std::string(vocabulary.kind) + vocabulary.hint(text));
      }
    });
    return value;
  }

  template <typename Read>
  void each(const Node& object, const char* name, LimitId limit,
            const Read& read) {
    each(object, name, limits_[limit], read,
         "; " + how_to_raise(limit, limits_));
  }
  template <typename Read>
  void each(const Node& object, const char* name, std::uint64_t most,
            const Read& read, const std::string& hint = "") {
    member(object, name, [&](const Node& array) {
      if (!array.value.IsArray()) return refuse(array, "is not a list");
      if (array.value.Size() > most) {
        return refuse(
            array, "has more than " + std::to_string(most) + " entries" + hint);
      }
      std::size_t index = 0;
      for (const Value& value : array.value.GetArray()) {
        if (!fault_) read(Node{value, &array, {}, index++});
      }
    });
  }

  void read_snapshot_of(const Node& file) {
    if (!is_object(file)) return;
    read_head(file);
    member(file, "tolerance", [&](const Node& node) {
      if (!is_object(node)) return;
      snapshot_.tolerance.absolute =
          std::chrono::milliseconds(static_cast<std::int64_t>(number(
              node, "absolute_ms", 1, std::uint64_t{kMostTolerance.count()})));
      snapshot_.tolerance.relative_percent = static_cast<std::uint32_t>(
          number(node, "relative_percent", 1, kMostTolerancePercent));
    });
    snapshot_.calls = number(file, "calls", 0, kMostCalls);
    snapshot_.calls_left_out = number(file, "calls_left_out", 0, kMostCalls);
    read_findings(file, snapshot_.findings);
    std::uint64_t counted = snapshot_.calls_left_out;
    each(file, "scenarios", LimitId::Scenarios, [&](const Node& node) {
      read_scenario(node);
      counted += snapshot_.scenarios.back().calls;
    });
    if (fault_) return;
    if (snapshot_.scenarios.empty()) {
      refuse(file, "holds no scenario: there is nothing to compare with");
    }
    if (counted != snapshot_.calls) {
      refuse(file, "counts " + std::to_string(snapshot_.calls) +
                       " calls, its scenarios " + std::to_string(counted));
    }
  }

  void read_head(const Node& file) {
    const std::string anew = "; siptriage snapshot makes a baseline";
    member(file, "kind", [&](const Node& node) {
      const std::string kind = words_of(node);
      if (kind != kSnapshotKind) {
        refuse(node, "is " + filter::shown(kind) + ", not " +
                         filter::shown(kSnapshotKind) + anew);
      }
    });
    member(file, "schema_version", [&](const Node& node) {
      const std::string version = words_of(node);
      const std::string_view major = kSnapshotVersion.substr(0, 2);  // "1."
      if (!version.starts_with(major)) {
        refuse(node, "is " + filter::shown(version) + ", and versions " +
                         std::string(major) + "x are read here" + anew);
      }
    });
  }

  void read_findings(const Node& object, std::vector<ScenarioFinding>& into) {
    std::set<std::string> rules;
    each(object, "findings", kMostFindings, [&](const Node& node) {
      if (!is_object(node)) return;
      ScenarioFinding finding;
      finding.rule = words(node, "rule");
      finding.severity = word<Severity>(node, "severity", filter::severities());
      finding.calls = number(node, "calls", 1, kMostCalls);
      if (!rules.insert(finding.rule).second) {
        refuse(node, "tells of " + filter::shown(finding.rule) + " again");
      }
      into.push_back(std::move(finding));
    });
  }

  void read_scenario(const Node& node) {
    Scenario& scenario = snapshot_.scenarios.emplace_back();
    if (!is_object(node)) return;
    scenario.kind = word<CallKind>(node, "kind", filter::call_kinds());
    scenario.outcome = word<Outcome>(node, "outcome", filter::outcomes());
    scenario.code =
        static_cast<std::uint16_t>(number(node, "code", 0, kHighestCode));
    each(node, "peers", kMaxScenarioPeers,
         [&](const Node& peer) { scenario.peers.push_back(words_of(peer)); });
    scenario.more_messages = number(node, "more_messages", 0, kMostCalls);
    scenario.calls = number(node, "calls", 1, kMostCalls);
    scenario.retransmissions = number(node, "retransmissions", 0, kMostCalls);
    read_timings(node, scenario);
    read_findings(node, scenario.findings);
    each(node, "messages", LimitId::ScenarioMessages,
         [&](const Node& message) { read_message(message, scenario); });
    if (!fault_ && !shapes_.insert(shape_of(scenario)).second) {
      refuse(node, "is the same as one before it");
    }
  }

  void read_timings(const Node& node, Scenario& scenario) {
    member(node, "timings", [&](const Node& timings) {
      if (!is_object(timings)) return;
      for (std::size_t i = 0; i < kTimingKinds; ++i) {
        const std::string name(to_string(static_cast<TimingKind>(i)));
        if (!timings.value.HasMember(name.c_str())) continue;
        member(timings, name.c_str(), [&](const Node& timing) {
          if (!is_object(timing)) return;
          scenario.timings[i] = Timing{number(timing, "median_ms", 0, kMostMs),
                                       number(timing, "p95_ms", 0, kMostMs)};
        });
      }
    });
  }

  void read_message(const Node& node, Scenario& scenario) {
    if (!is_object(node)) return;
    ScenarioMessage& message = scenario.messages.emplace_back();
    message.what = words(node, "what");
    const std::size_t peers = std::max<std::size_t>(1, scenario.peers.size());
    message.from = static_cast<std::uint32_t>(number(node, "from", 1, peers));
    message.to = static_cast<std::uint32_t>(number(node, "to", 1, peers));
    message.ids = words(node, "ids");
    message.header_fields = words(node, "header_fields");
    member(node, "lists", [&](const Node& lists) {
      if (!is_object(lists)) return;
      for (const auto& list : lists.value.GetObject()) {
        // A name that is no good must not get into the place of its value.
        const Node key{list.name, &lists};
        const std::string name = words_of(key);
        if (!std::ranges::all_of(name, is_token)) {
          refuse(key, "is no name of a header field");
        }
        if (fault_) return;
        message.lists.emplace_back(name,
                                   words_of(Node{list.value, &lists, name}));
      }
    });
    each(node, "media", kMostMembers,
         [&](const Node& media) { message.media.push_back(words_of(media)); });
  }

  std::string name_;
  const Limits& limits_;
  Snapshot snapshot_;
  std::set<std::string> shapes_;
  std::optional<std::string> fault_;
  std::uint64_t fault_offset_ = 0;
};

}  // namespace
}  // namespace check

Result<Snapshot> read_snapshot(std::string_view name, std::string_view octets,
                               const Limits& limits) {
  return check::Reader(name, limits).read(octets);
}

}  // namespace siptriage
