/// `@recommended-conf`: the settings and the rules 200000–200007 that the OWASP Core Rule Set takes for granted.
let recommendedConfiguration: StaticString = #"""
  # Rules are run, and what they decide is logged; set to On to enforce it.
  SecRuleEngine DetectionOnly

  # Request bodies are read, so that ARGS_POST, FILES, JSON and XML hold something.
  SecRequestBodyAccess On

  # The body processor follows the media type; forms and multipart need no rule.
  SecRule REQUEST_HEADERS:Content-Type "@rx ^(?:application(?:/soap\+|/)|text/)xml" \
    "id:200000,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
  SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" \
    "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
  SecRule REQUEST_HEADERS:Content-Type "@rx ^application/[a-z0-9.-]+\+json" \
    "id:200006,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"

  SecRequestBodyLimit 13107200
  SecRequestBodyNoFilesLimit 1048576
  SecRequestBodyLimitAction Reject
  SecRequestBodyJsonDepthLimit 512
  SecArgumentsLimit 1000

  # What could not be read was not inspected, so it must not pass.
  SecRule &ARGS "@ge 1000" \
    "id:200007,phase:2,t:none,log,deny,status:400,severity:2,\
    msg:'Failed to fully parse request body due to large argument count'"
  SecRule REQBODY_ERROR "!@eq 0" \
    "id:200002,phase:2,t:none,log,deny,status:400,severity:2,\
    msg:'Failed to parse request body.',logdata:'%{reqbody_error_msg}'"
  # A boundary in quotes alone is what RFC 2046 asks of some clients (JavaMail): it is told, and no reason to deny.
  SecRule MULTIPART_STRICT_ERROR "!@eq 0" \
    "id:200003,phase:2,t:none,log,deny,status:400,severity:2,\
    msg:'Multipart request body failed strict validation: PE %{REQBODY_PROCESSOR_ERROR}, \
    BQ %{MULTIPART_BOUNDARY_QUOTED}, BW %{MULTIPART_BOUNDARY_WHITESPACE}, DB %{MULTIPART_DATA_BEFORE}, \
    DA %{MULTIPART_DATA_AFTER}, HF %{MULTIPART_HEADER_FOLDING}, LF %{MULTIPART_LF_LINE}, \
    SM %{MULTIPART_MISSING_SEMICOLON}, IQ %{MULTIPART_INVALID_QUOTING}, IP %{MULTIPART_INVALID_PART}, \
    IH %{MULTIPART_INVALID_HEADER_FOLDING}, FL %{MULTIPART_FILE_LIMIT_EXCEEDED}, DH %{MULTIPART_DUPLICATE_PART_HEADER}',chain"
    SecRule REQBODY_ERROR|MULTIPART_BOUNDARY_WHITESPACE|MULTIPART_DATA_BEFORE|MULTIPART_DATA_AFTER|\
  MULTIPART_HEADER_FOLDING|MULTIPART_LF_LINE|MULTIPART_MISSING_SEMICOLON|MULTIPART_INVALID_QUOTING|\
  MULTIPART_INVALID_PART|MULTIPART_INVALID_HEADER_FOLDING|MULTIPART_FILE_LIMIT_EXCEEDED|\
  MULTIPART_DUPLICATE_PART_HEADER "!@eq 0"
  SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" \
    "id:200004,phase:2,t:none,log,deny,status:400,severity:2,\
    msg:'Multipart parser detected a possible unmatched boundary.'"

  # The engine flags its own trouble as TX:MSC_….
  SecRule TX:/^MSC_/ "!@streq 0" \
    "id:200005,phase:2,t:none,log,deny,severity:2,msg:'Internal error flagged: %{MATCHED_VAR_NAME}'"

  SecResponseBodyAccess On
  SecResponseBodyMimeType text/plain text/html text/xml
  SecResponseBodyLimit 524288
  SecResponseBodyLimitAction ProcessPartial

  # One line for each transaction that a rule would stop or an error status ended.
  SecAuditEngine RelevantOnly
  SecAuditLogRelevantStatus "^(?:5|4(?!04))"
  SecAuditLogParts ABIJDEFHZ
  SecAuditLogFormat JSON

  SecArgumentSeparator &
  """#

/// `@demo-conf`: the recommended configuration, enforcing, and looking into JSON answers too. It has no rules of its own:
/// the configurations users bring along number theirs from 101.
let demoConfiguration: StaticString = #"""
  Include @recommended-conf
  SecRuleEngine On
  SecResponseBodyMimeType text/plain text/html text/xml application/json
  """#

/// `@ftw-conf`: what the regression tests of the Core Rule Set expect around the rules.
let ftwConfiguration: StaticString = #"""
  SecRuleEngine DetectionOnly
  SecResponseBodyMimeType text/plain text/html text/xml application/json
  # The limits the tests of 920 and 921 look for, at paranoia level 4.
  SecAction "id:900005,phase:1,nolog,pass,\
    ctl:ruleEngine=DetectionOnly,ctl:ruleRemoveById=910000,\
    setvar:tx.blocking_paranoia_level=4,setvar:tx.crs_validate_utf8_encoding=1,setvar:tx.arg_name_length=100,\
    setvar:tx.arg_length=400,setvar:tx.total_arg_length=64000,setvar:tx.max_num_args=255,\
    setvar:tx.max_file_size=64100,setvar:tx.combined_file_sizes=65535"
  # Marks in the log where a test begins and ends.
  SecRule REQUEST_HEADERS:X-CRS-Test "@rx ^.*$" \
    "id:999999,phase:1,pass,t:none,log,msg:'X-CRS-Test %{MATCHED_VAR}',ctl:ruleRemoveById=1-999999"
  """#
