namespace BatchGrains.Tests.EndToEnd;

/// <summary>
/// What the providers' faults become: the common ones by their kind, each provider's own from its documents. <c>fault=seconds</c>: when the provider
/// says how long to wait, the caller is told.
/// </summary>
internal static class ExpectedFaults
{
    private const string Common =
        """
        404 batch_not_found: notfound
        429 provider_rate_limited: ratelimited
        502 provider_auth_failed: unauthorized forbidden
        502 provider_error: error500 error503 html502 reset redirect
        502 provider_bad_response: html truncated empty array
        """;

    private static readonly Dictionary<string, string> Own = new()
    {
        ["openai"] =
            """
            404 batch_not_found: badid400
            429 provider_rate_limited: quota429 retryafterms429=2
            502 provider_auth_failed: missingscope401 missingscope403
            502 provider_error: overloaded503
            """,
        ["azure"] =
            """
            429 provider_rate_limited: ratelimitreached429=30
            502 provider_auth_failed: accessdenied401 permissiondenied401 permissiondenied403
            502 provider_error: wrongpath404
            """,
        ["anthropic"] =
            """
            429 provider_rate_limited: spendlimit429
            502 provider_auth_failed: onhold400 billing402
            502 provider_error: conflict409 timeout504 overloaded529
            """,
        ["bedrock"] =
            """
            404 batch_not_found: validation400
            429 provider_rate_limited: suffixedtype429=30
            502 provider_auth_failed: unrecognizedclient403 unrecognizedclient400 invalidsignature403 expiredtoken403 incompletesignature403
            502 provider_auth_failed: missingtoken403 capitalmessage403 badapikey403
            502 provider_error: unknownoperation404
            """,
        ["vertex"] =
            """
            404 batch_not_found: invalidargument400
            429 provider_rate_limited: retryinfo429=30
            502 provider_error: failedprecondition400 cancelled499 deadline504 wrongpath404
            """,
        ["gemini"] =
            """
            404 batch_not_found: badname400
            429 provider_rate_limited: retryinfo429=17
            502 provider_auth_failed: keyinvalid400 nokey403 unauthenticated401 otherproject403
            502 provider_error: overloaded503 deadline504 wrongpath404
            """,
        ["mistral"] =
            """
            404 batch_not_found: notfounddetail404 badid422
            502 provider_auth_failed: unauthorizeddetail401
            502 provider_error: plain500
            """,
        ["cohere"] =
            """
            404 batch_not_found: badrequest400
            429 provider_rate_limited: reset429 trial429
            502 provider_auth_failed: nokey401 billing402 token498
            502 provider_error: unprocessable422 cancelled499 notimplemented501 timeout504
            """,
        ["groq"] =
            """
            429 provider_rate_limited: tokens429=2
            502 provider_error: badrequest400 unprocessable422 dependency424 capacity498 cancelled499 error502
            """,
        ["xai"] =
            """
            429 provider_rate_limited: exhausted429
            502 provider_auth_failed: badkey400 precondition412
            """,
        ["cerebras"] =
            """
            404 batch_not_found: wrapped404 badrequest400 validation422
            429 provider_rate_limited: retryafterms429=2
            502 provider_auth_failed: payment402 preview403
            502 provider_error: preview404
            """,
        ["elevenlabs"] =
            """
            404 batch_not_found: validation422
            429 provider_rate_limited: concurrent429 toomany429 systembusy429 reset429
            502 provider_auth_failed: oldkey401
            502 provider_error: timeout408
            """,
        ["fireworks"] =
            """
            404 batch_not_found: badrequest400 envelope404
            502 provider_auth_failed: payment402 suspended412 foreign404
            502 provider_error: notallowed405 timeout408 toolarge413
            """,
        ["huggingface"] =
            """
            404 batch_not_found: message404
            429 provider_rate_limited: retryafter429=30
            502 provider_auth_failed: description401
            """,
        ["nebius"] =
            """
            404 batch_not_found: detail404
            429 provider_rate_limited: retryafter429=30
            502 provider_auth_failed: detail401
            """,
        ["openrouter"] =
            """
            429 provider_rate_limited: retryafter429=30
            502 provider_error: upstream502 html404
            """,
        ["parasail"] = "404 batch_not_found: foreign400",
        ["perplexity"] =
            """
            404 batch_not_found: flat404 validation422
            429 provider_rate_limited: retryafterms429=2
            502 provider_auth_failed: html401
            502 provider_error: timeout408 conflict409
            """,
        ["replicate"] =
            """
            404 batch_not_found: title404 invalid422
            429 provider_rate_limited: throttled429
            """,
        ["runway"] =
            """
            404 batch_not_found: deleted404 badrequest400
            429 provider_rate_limited: retryafterms429=2
            502 provider_error: notallowed405 error502 error504
            """,
        ["sgl"] =
            """
            400 unsupported_operation: noroute
            502 provider_error: plain500
            """,
        ["together"] =
            """
            404 batch_not_found: flat404
            429 provider_rate_limited: retryafterms429=2
            """,
        ["vllm"] =
            """
            400 unsupported_operation: noroute disabled501
            404 batch_not_found: detail404 stacknotfound404
            429 provider_rate_limited: retryafter429=30
            502 provider_error: detail500 plain500
            """,
    };

    public static IEnumerable<string> Providers => Own.Keys;

    public static IEnumerable<(string Provider, string Fault, int Status, string Code, int? RetryAfter)> All =>
        from own in Own
        from line in $"{Common}\n{own.Value}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let sides = line.Split(": ")
        let head = sides[0].Split(' ')
        from fault in sides[1].Split(' ')
        let named = fault.Split('=')
        select (own.Key, named[0], int.Parse(head[0]), head[1], named.Length > 1 ? int.Parse(named[1]) : (int?)null);
}
