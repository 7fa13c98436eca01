import Bytes
import SecLang
import Telemetry

/// Every key of the plugin's JSON, sorted by name.
let configurationKeyTable: [ConfigurationKey] = [
  .init(
    "audit", "{}", "What an audit line may show.",
    .object([
      .init(
        "mask_args", "[]", "Arguments whose values are shown as ***; bodies that are not forms are left out then.",
        .strings { $0.policy.audit.maskedArguments = $1.items }),
      .init(
        "mask_headers", "[]", "Headers whose values are shown as ***.",
        .strings { $0.policy.audit.maskedHeaders = $1.items }),
      .init(
        "max_bytes", "65536", "The longest audit line; what is cut says so.",
        .number(1024...16_777_216) { $0.policy.audit.maxBytes = $1 }),
    ])),
  .init(
    "block_response", "{}", "The answer to a denied request.",
    .object([
      .init(
        "body", "\"\"", "Its body; {{transaction_id}}, {{status}} and {{rule_id}} are filled in.",
        .string { $0.policy.block.body = $1.set }),
      .init(
        "content_type", "\"text/plain\"", "The type of its body.", .string { $0.policy.block.contentType = $1.set }),
      .init(
        "headers", "{}", "Headers to add; the same words are filled in.",
        .stringMap { $0.blockHeaders.append($1) }),
      .init(
        "status", "0", "Its status, in place of the rule's; 0 leaves the rule's.",
        .number(0...599) { $0.policy.block.status = $1 }),
    ])),
  .init(
    "client_address", "{}", "Where REMOTE_ADDR comes from when proxies stand before this one.",
    .object([
      .init(
        "header", "\"\"", "The header that lists addresses, such as x-forwarded-for; none: the address Envoy knows.",
        .string { $0.policy.client.header = $1.set.map { $0.lowercasedASCII } }),
      .init(
        "trusted_hops", "0", "How many entries from the right are skipped as our own proxies'.",
        .number(0...100) { $0.policy.client.trustedHops = $1 }),
      .init(
        "trusted_proxies", "[]", "Networks of our own proxies: the header counts only from them, and they are skipped.",
        .strings { $0.trustedProxies = $1 }),
    ])),
  .init(
    "default_directives", "\"\"", "The rule set for requests no other key names one for.",
    .string { if !$1.set.isEmpty { $0.defaultSet = $1 } }),
  .init(
    "directives_map", "{}", "Rule sets by name; each a list of directives, or one text.",
    .listMap { $0.sets.append($1) }),
  .init(
    "files", "{}", "Files by name, for Include, @pmFromFile and @ipMatchFromFile.",
    .stringMap { $0.files.append(Source(name: $1.name, text: $1.value.set)) }),
  .init(
    "filter_state", "\"matched\"",
    "When access logs get wasm.waf.decision, rule_ids, score and transaction_id: if a rule matched, always or never.",
    .choice(["matched", "always", "never"], expected: "matched, always or never belongs here, not") {
      $0.policy.filterState = FilterStatePolicy(rawValue: UInt8($1)) ?? .matched
    }),
  .init(
    "hold_request_headers", "false", "The headers of a request wait until its body was inspected.",
    .bool { $0.policy.holdsRequestHeaders = $1 }),
  .init(
    "hold_response_headers", "false", "Likewise for responses, so that a denied body gives a real status.",
    .bool { $0.policy.holdsResponseHeaders = $1 }),
  .init(
    "limits", "{}", "What the filter may use.",
    .object([
      .init(
        "held_body_bytes", "268435456", "Bodies held at one time in one virtual machine; beyond, on_error decides.",
        .number(0...1_073_741_824) { $0.policy.heldBodyLimitBytes = $1 }),
      .init(
        "host_buffer_bytes", "32768",
        "At most Envoy's per_connection_buffer_limit_bytes: bodies that announce trailers may be so long.",
        .number(0...1_073_741_824) { $0.policy.hostBufferBytes = $1 }),
      .init(
        "memory_bytes", "402653184",
        "Memory in use in one virtual machine, of 512 MiB, from which on on_error decides what comes.",
        .number(0...536_870_912) { $0.policy.memoryLimitBytes = $1 }),
      .init(
        "transaction_bytes", "268435456",
        "Memory one transaction may make of what it was sent; beyond, on_error decides.",
        .number(0...536_870_912) { $0.policy.transactionLimitBytes = $1 }),
      .init(
        "work", "1000000000", "Bytes that parsers and rules of one transaction may read; beyond, on_error decides.",
        .number(0...2_147_483_647) { $0.policy.workLimit = $1 }),
    ])),
  .init(
    "metric_labels", "{}", "Labels that become part of the names of counters.",
    .stringMap { $0.labels.append(($1.name, $1.value.set)) }),
  .init(
    "metrics", "{}", "What is measured beside what costs nothing.",
    .object([
      .init(
        "engine_time", "false", "Whether waf_engine.nanoseconds counts the time spent in the filter.",
        .bool { $0.policy.measuresTime = $1 })
    ])),
  .init(
    "on_error", "\"deny\"", "What becomes of a request that cannot be inspected: deny or allow.",
    .choice(["deny", "allow"], expected: "deny or allow belongs here, not") {
      $0.policy.onError = $1 == 0 ? .deny : .allow
    }),
  .init(
    "per_authority_directives", "{}", "Rule sets by authority: example.com, example.com:8080 or *.example.com.",
    .stringMap { $0.authorities.append($1) }),
  .init(
    "per_path_directives", "{}", "Rule sets by path prefix, whole segments only; the longest counts.",
    .stringMap { $0.paths.append($1) }),
  .init(
    "per_route_directives", "{}", "Rule sets by the name of the route.", .stringMap { $0.routes.append($1) }),
  .init(
    "rules", "[]", "Old form: one list of directives, or one text, for every request.", .strings { $0.rules = $1 }),
  .init(
    "skip", "{}", "What passes without inspection of its body.",
    .object([
      .init(
        "content_types", "[]",
        "Types of bodies to pass uninspected, or families (image/); responses: text/event-stream, application/grpc as well.",
        .strings { $0.policy.skippedTypes = $1.items }),
      .init(
        "upgrades", "true", "Whether what follows an upgrade or CONNECT passes; otherwise such requests get 403.",
        .bool { $0.policy.passesUpgrades = $1 }),
    ])),
]
