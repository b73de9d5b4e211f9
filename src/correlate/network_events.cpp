#include "siptriage/correlate/network_events.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace siptriage {
namespace {

auto way_of(const NetworkEvent& event) {
  return std::tie(event.transport, event.source, event.destination);
}

bool by_way(const NetworkEvent& a, const NetworkEvent& b) {
  return std::tuple(way_of(a), a.timestamp) <
         std::tuple(way_of(b), b.timestamp);
}

bool by_client(const NetworkEvent& a, const NetworkEvent& b) {
  return std::tie(a.source.address, a.timestamp) <
         std::tie(b.source.address, b.timestamp);
}

// From the first one that is not before `wanted` up to the last that `belongs`.
template <typename Order, typename Belongs>
std::span<const NetworkEvent> range_of(const std::vector<NetworkEvent>& events,
                                       const NetworkEvent& wanted, Order order,
                                       Belongs belongs) {
  const auto begin =
      std::lower_bound(events.begin(), events.end(), wanted, order);
  const auto end = std::partition_point(begin, events.end(), belongs);
  return {begin, end};
}

}  // namespace

bool NetworkEvents::add(const NetworkEvent& event) {
  if (events_.size() >= most_) return false;
  events_.push_back(event);
  return true;
}

void NetworkEvents::sort() {
  std::stable_sort(events_.begin(), events_.end(), by_way);
  std::copy_if(events_.begin(), events_.end(), std::back_inserter(refused_),
               [](const NetworkEvent& event) {
                 return event.error.kind == NetworkErrorKind::ConnectionRefused;
               });
  std::stable_sort(refused_.begin(), refused_.end(), by_client);
}

std::span<const NetworkEvent> NetworkEvents::between(
    Transport transport, const Endpoint& source, const Endpoint& destination,
    Timestamp from) const {
  NetworkEvent wanted;
  wanted.transport = transport;
  wanted.source = source;
  wanted.destination = destination;
  wanted.timestamp = from;
  return range_of(events_, wanted, by_way, [&](const NetworkEvent& event) {
    return way_of(event) == way_of(wanted);
  });
}

std::span<const NetworkEvent> NetworkEvents::refused_to(const IpAddress& host,
                                                        Timestamp from) const {
  NetworkEvent wanted;
  wanted.source.address = host;
  wanted.timestamp = from;
  return range_of(refused_, wanted, by_client, [&](const NetworkEvent& event) {
    return event.source.address == host;
  });
}

}  // namespace siptriage
