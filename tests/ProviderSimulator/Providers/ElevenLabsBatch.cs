using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>The body of one batch of calls.</summary>
internal static class ElevenLabsBatch
{
    private static readonly string[] People = ["Ada Example", "Bo Sample", "Cleo Muster"];

    // The order in which a call goes on once it has its turn.
    private static readonly string[] Underway = ["in_progress", "initiated", "dispatched"];

    public static JsonObject Of(string status, BatchFigures figures, bool clean)
    {
        var calls = 10 + figures.Total % 30;
        var finished = status switch { "pending" => 0, "completed" or "failed" => calls, "cancelled" => calls / 2, _ => (int)(calls * figures.Share) };
        var underway = status is "pending" or "completed" or "failed" or "cancelled" ? 0 : Math.Min(Underway.Length, calls - finished);
        return new()
        {
            ["id"] = figures.Id,
            ["phone_number_id"] = figures.Name("phnum_"),
            ["phone_provider"] = "twilio",
            ["whatsapp_params"] = null,
            ["name"] = "November recall",
            ["agent_id"] = figures.Name("agent_"),
            ["branch_id"] = null,
            ["environment"] = "production",
            ["created_at_unix"] = figures.Created,
            ["scheduled_time_unix"] = figures.Started,
            ["timezone"] = "Europe/Berlin",
            ["total_calls_dispatched"] = finished + underway,
            ["total_calls_scheduled"] = calls,
            ["total_calls_finished"] = finished,
            ["last_updated_at_unix"] = status switch
            {
                "pending" => figures.Created,
                "completed" or "failed" or "cancelled" => figures.Ended,
                _ => figures.Started + finished,
            },
            ["status"] = status,
            ["retry_count"] = 0,
            ["telephony_call_config"] = new JsonObject
            {
                ["ringing_timeout_secs"] = 60,
                ["twilio_call_recording_enabled"] = true,
                ["twilio_machine_detection"] = null,
            },
            ["target_concurrency_limit"] = 5,
            ["agent_name"] = "Front desk",
            ["branch_name"] = null,
            ["recipients"] = new JsonArray(
            [
                .. Enumerable.Range(0, calls).Select(call => Recipient(call, Word(status, call, finished, underway, clean), figures)),
            ]),
        };
    }

    private static string Word(string status, int call, int finished, int underway, bool clean)
    {
        if (call >= finished) return status == "cancelled" ? "cancelled" : call < finished + underway ? Underway[call - finished] : "pending";
        return status == "failed" ? "failed" : clean ? "completed" : (call % 7) switch { 3 => "voicemail", 5 => "failed", _ => "completed" };
    }

    private static JsonNode Recipient(int call, string status, BatchFigures figures)
    {
        var person = People[call % People.Length];
        var ran = status is "completed" or "failed" or "voicemail" or "in_progress";
        return new JsonObject
        {
            ["id"] = $"rcp_{call}",
            ["phone_number"] = string.Create(CultureInfo.InvariantCulture, $"+1555010{call:d4}"),
            ["whatsapp_user_id"] = call % 10 == 9 ? string.Create(CultureInfo.InvariantCulture, $"4915550{call:d5}") : null,
            ["status"] = status,
            ["created_at_unix"] = figures.Created,
            ["updated_at_unix"] = ran ? figures.Started + call : figures.Created,
            ["conversation_id"] = ran ? $"conv_{call}" : null,
            ["conversation_initiation_client_data"] = new JsonObject
            {
                ["user_id"] = null,
                ["dynamic_variables"] = new JsonObject
                {
                    ["name"] = person,
                    ["email"] = $"{person.Split(' ')[0].ToLowerInvariant()}@example.org",
                },
            },
        };
    }
}
