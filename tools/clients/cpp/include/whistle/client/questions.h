// Which answer belongs to which question, so that `Client::ask(v1::GetStatus{})` is a v1::GetStatusReply. Compile time.
#pragma once

#include <type_traits>

#include "whistle/v1/service.pb.h"

namespace whistle::client {

// In the order of the language's `Request`.
template <typename Asked>
struct AnswerTo {};
template <>
struct AnswerTo<v1::GetTicket> : std::type_identity<v1::GetTicketReply> {};
template <>
struct AnswerTo<v1::ListTickets> : std::type_identity<v1::ListTicketsReply> {};
template <>
struct AnswerTo<v1::FetchEntries> : std::type_identity<v1::FetchEntriesReply> {};
template <>
struct AnswerTo<v1::GetStatus> : std::type_identity<v1::GetStatusReply> {};
template <>
struct AnswerTo<v1::ListIdentities> : std::type_identity<v1::ListIdentitiesReply> {};
template <>
struct AnswerTo<v1::GetDistrict> : std::type_identity<v1::GetDistrictReply> {};
template <>
struct AnswerTo<v1::GetRuleset> : std::type_identity<v1::GetRulesetReply> {};
template <>
struct AnswerTo<v1::PreviewRebase> : std::type_identity<v1::PreviewRebaseReply> {};
template <>
struct AnswerTo<v1::GetPublishedRuleset> : std::type_identity<v1::GetPublishedRulesetReply> {};
template <>
struct AnswerTo<v1::PutChunk> : std::type_identity<v1::PutChunkReply> {};
template <>
struct AnswerTo<v1::FetchAttachment> : std::type_identity<v1::FetchAttachmentReply> {};
template <>
struct AnswerTo<v1::ListCheckpoints> : std::type_identity<v1::ListCheckpointsReply> {};
template <>
struct AnswerTo<v1::GetTile> : std::type_identity<v1::GetTileReply> {};
template <>
struct AnswerTo<v1::ListPublicTickets> : std::type_identity<v1::ListPublicTicketsReply> {};
template <>
struct AnswerTo<v1::Reconcile> : std::type_identity<v1::ReconcileReply> {};
template <>
struct AnswerTo<v1::GetOrder> : std::type_identity<v1::GetOrderReply> {};
template <>
struct AnswerTo<v1::ListSubmissions> : std::type_identity<v1::ListSubmissionsReply> {};
template <>
struct AnswerTo<v1::GetDistrictFiles> : std::type_identity<v1::GetDistrictFilesReply> {};
template <>
struct AnswerTo<v1::Heartbeat> : std::type_identity<v1::HeartbeatReply> {};

// A message of the language that asks something.
template <typename Asked>
concept Question = requires {
  typename AnswerTo<Asked>::type;
};

}  // namespace whistle::client
