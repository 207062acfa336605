/**
 * Names of members that carry the meter of a call: what was used, by which model, how it ended, and by which ids it is
 * known. They survive every shortening; of a body that may not be kept they are all that stays.
 */

/** Members that are kept with everything below them. */
const METER_TREE =
  /^(?:usage|usageMetadata|usage_metadata|billed_units|tokens|meta|metrics|amazon-bedrock-invocationMetrics|invocationMetrics|usageReport|timings|(?:prompt|completion|input|output|cached|total)_tokens?(?:_details)?|promptTokensDetails|candidatesTokensDetails|cacheTokensDetails|performanceConfig|serviceTier|cost_details|estimated_cost)$/;

/** Members whose own value is kept. */
const METER_VALUE =
  /^(?:id|object|type|event|event_type|event_id|index|role|model|modelId|model_version|modelVersion|model_id|deployment|stream|status|state|code|n|created|created_at|completed_at|total_duration|load_duration|prompt_eval_count|prompt_eval_duration|eval_count|eval_duration|promptTokenCount|inputTextTokenCount|prompt_token_count|generation_token_count|tokenCount|done|done_reason|finish_reason|finishReason|native_finish_reason|stop_reason|stopReason|completionReason|incomplete_details|reason|service_tier|serviceTier|service_tier_used|speed|inference_geo|is_finished|is_byok|provider|system_fingerprint|responseId|response_id|generation_id|previous_response_id|item_id|call_id|output_index|content_index|contentBlockIndex|stream_id|background|size|quality|seconds|duration|cost|estimated_cost)$/;

/** Members that say whose a call is: kept whole in a shortened body, but not in one that may not be kept. */
const OWNER_VALUE =
  /^(?:name|user|user_id|session|session_id|conversation|safety_identifier|prompt_cache_key|tool_call_id|tool_use_id|toolUseId|message|error)$/;

/** True for a member that is kept with everything below it. */
export function isMeterTree(name: string): boolean {
  return METER_TREE.test(name);
}

/** True for a member whose number, word or id belongs to the meter. */
export function isMeterValue(name: string): boolean {
  return METER_VALUE.test(name);
}

/** True for a member that is left whole when its neighbours are shortened. */
export function isKeptWhole(name: string): boolean {
  return METER_VALUE.test(name) || OWNER_VALUE.test(name) || METER_TREE.test(name);
}
