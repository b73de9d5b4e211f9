#include "report/ladder_lanes.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/product.h"
#include "siptriage/sip/uri.h"

namespace siptriage::report {
namespace {

using sip::HeaderId;

// Further ones have lanes without names.
constexpr std::size_t kMostSenders = 1024;
constexpr std::size_t kMostNameOctets = 80;
// Responses among which one is sought that was passed on.
constexpr std::size_t kMostReceived = 4096;

void keep_first(std::string& kept, std::string_view text) {
  if (kept.empty()) kept = std::string(text.substr(0, kMostNameOctets));
}

// RFC 3261 16.6: each proxy adds a Via.
bool has_several_vias(const sip::Message& message) {
  return message.has_several(HeaderId::Via) ||
         message.value_of(HeaderId::Via).find(',') != std::string_view::npos;
}

bool is_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  return parse_ip_address(host).has_value();
}

// The user of a Contact whose host is that address.
std::string_view user_at(std::string_view contact, const IpAddress& address) {
  const auto parsed = sip::parse_name_addr(contact);
  if (!parsed) return {};
  const auto uri = sip::parse_uri(parsed->uri);
  return uri && parse_ip_address(uri->host) == address ? uri->user
                                                       : std::string_view();
}

}  // namespace

// What a proxy passes on names the product of somebody else. It may do so from
// another port than it gets it at.
const std::string& LaneTable::name_of(const Endpoint& endpoint,
                                      const Sender& sender) const {
  const bool forwards = split_.contains(endpoint.address)
                            ? sender.forwards
                            : forwarders_.contains(endpoint.address);
  if (!sender.product_of_100.empty()) return sender.product_of_100;
  if (!sender.product.empty() && !forwards) return sender.product;
  return sender.host.empty() ? sender.user : sender.host;
}

bool LaneTable::is_passed_on(const MessageRecord& response) {
  if (response.to_tag.empty() ||
      response.source.address == response.destination.address) {
    return false;
  }
  std::tuple key(response.source.address, response.status, response.cseq_number,
                 std::string(response.to_tag));
  if (received_.contains(key)) return true;
  std::get<0>(key) = response.destination.address;
  if (received_.size() < kMostReceived) received_.insert(std::move(key));
  return false;
}

void LaneTable::note_sender(const MessageRecord& record,
                            const sip::Message& message, Sender& sender) {
  const std::string_view product = sip::product_of(message);
  keep_first(sender.product, product);
  if (record.status == 100) keep_first(sender.product_of_100, product);
  if (sender.user.empty() && !sip::copies_request(message)) {
    keep_first(sender.user, user_at(message.value_of(HeaderId::Contact),
                                    record.source.address));
  }
  if (!record.is_request()) return;
  if (!message.has_topmost_via) return;
  const std::string_view host = message.topmost_via.sent_by_host;
  if (!is_address(host)) keep_first(sender.host, host);
  const Endpoint server{record.source.address,
                        message.topmost_via.sent_by_port};
  if (sender.port == 0 && server != record.destination) {
    sender.port = server.port;
  }
}

void LaneTable::note(const MessageRecord& record, const sip::Message& message) {
  if (record.source.address == record.destination.address &&
      split_.size() < kMostLanes) {
    split_.insert(record.source.address);
  }
  auto sender = senders_.find(record.source);
  if (sender == senders_.end()) {
    if (senders_.size() == kMostSenders) return;
    sender = senders_.emplace(record.source, Sender()).first;
  }
  note_sender(record, message, sender->second);
  if (record.is_request() ? has_several_vias(message) : is_passed_on(record)) {
    sender->second.forwards = true;
    forwarders_.insert(record.source.address);
  }
}

Endpoint LaneTable::key_of(const Endpoint& endpoint) const {
  if (!split_.contains(endpoint.address)) return {endpoint.address, 0};
  const auto sender = senders_.find(endpoint);
  if (sender == senders_.end() || sender->second.port == 0) return endpoint;
  return {endpoint.address, sender->second.port};
}

std::size_t LaneTable::lane_of(const Endpoint& endpoint) {
  const Endpoint key = key_of(endpoint);
  if (const auto lane = lane_of_key_.find(key); lane != lane_of_key_.end()) {
    return lane->second;
  }
  const std::string_view alias =
      aliases_ == nullptr ? std::string_view() : aliases_->find(endpoint);
  std::size_t lane = first_.size();
  if (!alias.empty()) {
    const auto known = lane_of_alias_.find(alias);
    if (known != lane_of_alias_.end()) lane = known->second;
  }
  lane = std::min(lane, kMostLanes - 1);
  if (lane < first_.size()) {
    ++sharing_[lane];
  } else {
    first_.push_back(endpoint);
    sharing_.push_back(0);
  }
  if (!alias.empty()) lane_of_alias_.emplace(alias, lane);
  return lane_of_key_[key] = lane;
}

std::vector<LadderLane> LaneTable::lanes() const {
  std::vector<LadderLane> lanes(first_.size());
  for (const auto& [key, lane] : lane_of_key_) {
    if (key != key_of(first_[lane])) continue;
    lanes[lane].sharing = sharing_[lane];
    lanes[lane].address =
        key.port == 0 ? to_string(key.address) : to_string(key);
    if (aliases_ != nullptr) lanes[lane].name = aliases_->find(first_[lane]);
  }
  for (const auto& [endpoint, sender] : senders_) {
    const auto lane = lane_of_key_.find(key_of(endpoint));
    if (lane == lane_of_key_.end()) continue;
    // Of those that share a lane, the first gives the name.
    if (key_of(endpoint) != key_of(first_[lane->second])) continue;
    keep_first(lanes[lane->second].name, name_of(endpoint, sender));
  }
  return lanes;
}

}  // namespace siptriage::report
