namespace Marianne.Errors;

/// <summary>The kinds of failure there are.</summary>
public static class ErrorCodes
{
    private static readonly Dictionary<string, ErrorCode> Table = [];

    // How the process ended.
    internal static ErrorCode Timeout { get; } = Retried("E001", "timeout", 60, "It ran longer than its timeout.");
    internal static ErrorCode Killed { get; } = Retried("E002", "signal", 30, "A signal ended it.");
    internal static ErrorCode Crashed { get; } = Final("E003", "fatal", "It crashed.");
    internal static ErrorCode Interrupted { get; } = Final("E004", "signal", "It was interrupted.");
    internal static ErrorCode OutOfMemory { get; } = Final("E005", "fatal", "It most likely ran out of memory.");
    internal static ErrorCode Stale { get; } = Retried("E006", "timeout", 120, "It wrote nothing for too long.");
    internal static ErrorCode Unknown { get; } = Retried("E009", "transient", 10, "It failed.");

    // Limits that end by themselves.
    internal static ErrorCode ApiRateLimit { get; } = Retried("E101", "rate_limit", 3600, "The API limits its rate.");
    internal static ErrorCode CliRateLimit { get; } = Retried("E102", "rate_limit", 900, "The command limits its rate.");
    internal static ErrorCode Capacity { get; } = Retried("E103", "rate_limit", 300, "The service is at capacity.");
    internal static ErrorCode Quota { get; } = Retried("E104", "rate_limit", 3600, "The quota is used up.");

    // What validation found.
    internal static ErrorCode FileMissing { get; } = Retried("E201", "validation", 5, "A file is missing.");
    internal static ErrorCode ContentMismatch { get; } = Retried("E202", "validation", 5, "A file does not hold what it must.");
    internal static ErrorCode CheckFailed { get; } = Retried("E203", "validation", 10, "The command that checks failed.");
    internal static ErrorCode CheckTimeout { get; } = Retried("E204", "validation", 30, "A check ran longer than its timeout.");
    internal static ErrorCode Invalid { get; } = Retried("E209", "validation", 5, "The result is not valid.");

    // The score.
    internal static ErrorCode ScoreInvalid { get; } = Final("E301", "configuration", "The score is not valid.");
    internal static ErrorCode FieldMissing { get; } = Final("E302", "configuration", "The score lacks a key.");
    internal static ErrorCode PathNotFound { get; } = Final("E303", "configuration", "A path of the score does not exist.");
    internal static ErrorCode ScoreUnreadable { get; } = Final("E304", "configuration", "The score cannot be parsed.");
    internal static ErrorCode ToolServer { get; } = Final("E305", "configuration", "A tool server is set up wrong.");
    internal static ErrorCode WrongMode { get; } = Final("E306", "configuration", "The command was called in the wrong mode.");

    // The job's state.
    internal static ErrorCode StateCorrupt { get; } = Final("E401", "fatal", "The stored state is damaged.");
    internal static ErrorCode StateNotLoaded { get; } = Retried("E402", "transient", 5, "The state could not be loaded.");
    internal static ErrorCode StateNotSaved { get; } = Retried("E403", "transient", 5, "The state could not be saved.");
    internal static ErrorCode StateVersion { get; } = Final("E404", "fatal", "Another version wrote the state.");

    // The instrument and what it calls.
    internal static ErrorCode Connection { get; } = Retried("E501", "network", 30, "The service could not be reached.");
    internal static ErrorCode Auth { get; } = Final("E502", "auth", "The service refused the credentials.");
    internal static ErrorCode Response { get; } = Retried("E503", "transient", 15, "The service answered with an error.");
    internal static ErrorCode ServiceTimeout { get; } = Retried("E504", "timeout", 60, "The service did not answer in time.");
    internal static ErrorCode NotFound { get; } = Final("E505", "configuration", "The command or what it calls was not found.");

    // What is checked before the start.
    internal static ErrorCode PreflightPath { get; } = Final("E601", "preflight", "A path does not exist.");
    internal static ErrorCode PromptTooLarge { get; } = Final("E602", "preflight", "The prompt is too large.");
    internal static ErrorCode WorkingDirectory { get; } = Final("E603", "preflight", "The working directory cannot be used.");
    internal static ErrorCode ValidationSetup { get; } = Final("E604", "preflight", "The validations cannot be run.");

    // The network.
    internal static ErrorCode NetworkRefused { get; } = Retried("E901", "network", 30, "The network refused the connection.");
    internal static ErrorCode NetworkName { get; } = Retried("E902", "network", 30, "The host's name could not be resolved.");
    internal static ErrorCode NetworkTls { get; } = Retried("E903", "network", 30, "No secure connection could be made.");
    internal static ErrorCode NetworkTimeout { get; } = Retried("E904", "network", 60, "The network did not answer in time.");

    // We do not even know how it ended.
    internal static ErrorCode Unclassified { get; } = Retried("E999", "transient", 30, "It ended in an unknown way.");

    /// <summary>Every code, in order.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [.. Table.Values];

    /// <summary>The code of a text such as <c>E101</c>; nothing when there is none.</summary>
    public static ErrorCode? Find(string code) => Table.GetValueOrDefault(code);

    private static ErrorCode Retried(string code, string category, int wait, string meaning) =>
        Table[code] = new ErrorCode(code, meaning, category, IsRetried: true, TimeSpan.FromSeconds(wait));

    private static ErrorCode Final(string code, string category, string meaning) =>
        Table[code] = new ErrorCode(code, meaning, category, IsRetried: false, DefaultWait: null);
}
