namespace Marianne.Runner.Tests.Instruments;

/// <summary>What agents write, as the code of shell scripts.</summary>
internal static class Replies
{
    public const string Session = "5f0c1f0e-1111-4222-8333-944445555666";

    /// <summary>The beginning of a session of Claude Code.</summary>
    public static string ClaudeBegin(string session = Session) => FakeAgent.Say(
        """{"type":"system","subtype":"init","session_id":"SESSION","model":"claude-sonnet-5","tools":["Bash"]}"""
            .Replace("SESSION", session, StringComparison.Ordinal));

    /// <summary>A session of Claude Code that succeeds.</summary>
    public static string Claude(string answer, string session = Session) => ClaudeBegin(session) + FakeAgent.Say(
        """{"type":"result","subtype":"success","is_error":false,"result":"ANSWER","session_id":"SESSION","num_turns":1,"duration_api_ms":9,"total_cost_usd":0.25,"usage":{"input_tokens":10,"output_tokens":20,"cache_read_input_tokens":300,"cache_creation_input_tokens":40}}"""
            .Replace("ANSWER", answer, StringComparison.Ordinal).Replace("SESSION", session, StringComparison.Ordinal));

    /// <summary>A session of Claude Code that fails.</summary>
    public static string ClaudeError(string words, int status, string subtype = "success") => ClaudeBegin() + FakeAgent.Say(
        """{"type":"result","subtype":"SUBTYPE","is_error":true,"result":"WORDS","api_error_status":STATUS,"session_id":"SESSION","num_turns":1,"duration_api_ms":9,"total_cost_usd":0.05,"usage":{"input_tokens":1,"output_tokens":2}}"""
            .Replace("SUBTYPE", subtype, StringComparison.Ordinal).Replace("WORDS", words, StringComparison.Ordinal)
            .Replace("STATUS", status == 0 ? "null" : FormattableString.Invariant($"{status}"), StringComparison.Ordinal)
            .Replace("SESSION", Session, StringComparison.Ordinal)) + "exit 1\n";

    /// <summary>A thread of Codex that succeeds.</summary>
    public static string Codex(string answer, int input = 100, int cached = 40, int output = 10) => FakeAgent.Say(
        """{"type":"thread.started","thread_id":"thread-1"}""",
        """{"type":"item.completed","item":{"type":"agent_message","text":"ANSWER"}}""".Replace("ANSWER", answer, StringComparison.Ordinal),
        $$$"""{"type":"turn.completed","usage":{"input_tokens":{{{input}}},"cached_input_tokens":{{{cached}}},"output_tokens":{{{output}}}}}""");
}
