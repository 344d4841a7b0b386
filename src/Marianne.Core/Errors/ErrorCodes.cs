using Category = Marianne.Jobs.ErrorCategories;

namespace Marianne.Errors;

/// <summary>The kinds of failure that a run distinguishes.</summary>
/// <remarks>The table is shared with other implementations and complete, although this one does not raise every code.</remarks>
public static class ErrorCodes
{
    private static readonly Dictionary<string, ErrorCode> Table = [];

    // How the process ended.
    internal static ErrorCode Timeout { get; } = Retried("E001", Category.Timeout, 60, "It ran longer than its timeout.");
    internal static ErrorCode Killed { get; } = Retried("E002", Category.Signal, 30, "A signal ended it.");
    internal static ErrorCode Crashed { get; } = Final("E003", Category.Fatal, "It crashed.");
    internal static ErrorCode Interrupted { get; } = Final("E004", Category.Signal, "It was interrupted.");
    internal static ErrorCode OutOfMemory { get; } = Final("E005", Category.Fatal, "It most likely ran out of memory.");
    internal static ErrorCode Stale { get; } = Retried("E006", Category.Timeout, 120, "It wrote nothing for too long.");
    internal static ErrorCode EndsRunner { get; } = Final("E007", Category.Fatal, "Each run that started it died.");
    internal static ErrorCode Unknown { get; } = Retried("E009", Category.Transient, 10, "It failed.");

    // Limits that end by themselves.
    internal static ErrorCode ApiRateLimit { get; } =
        Recovering("E101", Category.RateLimit, 3600, "The API limits the rate of requests.");
    internal static ErrorCode CliRateLimit { get; } =
        Recovering("E102", Category.RateLimit, 900, "The command reported a rate limit.");
    internal static ErrorCode Capacity { get; } = Recovering("E103", Category.RateLimit, 300, "The service is at capacity.");
    internal static ErrorCode Quota { get; } = Recovering("E104", Category.RateLimit, 3600, "The quota is used up.");

    // Limits that end only when a person acts.
    internal static ErrorCode CreditUsedUp { get; } =
        ForPerson(
            "E106",
            Category.RateLimit,
            "The credit or the quota that was paid for is used up.",
            "Buy credit, or raise the quota at the service, and run the job again.");
    internal static ErrorCode AgentCap { get; } =
        Final("E107", Category.Fatal, "The agent reached the number of turns or the budget that it was given.");

    // Results of the validation.
    internal static ErrorCode FileMissing { get; } = Retried("E201", Category.Validation, 5, "A file is missing.");
    internal static ErrorCode ContentMismatch { get; } =
        Retried("E202", Category.Validation, 5, "A file does not have the expected content.");
    internal static ErrorCode CheckFailed { get; } = Retried("E203", Category.Validation, 10, "A validation command failed.");
    internal static ErrorCode CheckTimeout { get; } =
        Retried("E204", Category.Validation, 30, "A validation exceeded its timeout.");
    internal static ErrorCode Invalid { get; } = Retried("E209", Category.Validation, 5, "The result is invalid.");

    // The score.
    internal static ErrorCode ScoreInvalid { get; } = Final("E301", Category.Configuration, "The score is invalid.");
    internal static ErrorCode FieldMissing { get; } =
        Final("E302", Category.Configuration, "A required key of the score is missing.");
    internal static ErrorCode PathNotFound { get; } =
        Final("E303", Category.Configuration, "A path in the score does not exist.");
    internal static ErrorCode ScoreUnreadable { get; } = Final("E304", Category.Configuration, "The score cannot be parsed.");
    internal static ErrorCode ToolServer { get; } =
        Final("E305", Category.Configuration, "A tool server is not configured correctly.");
    internal static ErrorCode WrongMode { get; } =
        Final("E306", Category.Configuration, "The command was called in the wrong mode.");

    // The job's state.
    internal static ErrorCode StateCorrupt { get; } = Final("E401", Category.Fatal, "The stored state is damaged.");
    internal static ErrorCode StateNotLoaded { get; } = Retried("E402", Category.Transient, 5, "The state could not be loaded.");
    internal static ErrorCode StateNotSaved { get; } = Retried("E403", Category.Transient, 5, "The state could not be saved.");
    internal static ErrorCode StateVersion { get; } = Final("E404", Category.Fatal, "Another version wrote the state.");

    // The instrument and the services that it calls.
    internal static ErrorCode Connection { get; } = Recovering("E501", Category.Network, 30, "The service could not be reached.");
    internal static ErrorCode Auth { get; } = ForPerson(
        "E502",
        Category.Auth,
        "The service refused the credentials.",
        "Sign in again, or correct the key or the token, and run the job again.");
    internal static ErrorCode Response { get; } = Recovering("E503", Category.Transient, 15, "The service answered with an error.");
    internal static ErrorCode ServiceTimeout { get; } =
        Recovering("E504", Category.Timeout, 60, "The service did not answer in time.");
    internal static ErrorCode NotFound { get; } =
        Final("E505", Category.Configuration, "The command or what it calls was not found.");

    // Checks before the start.
    internal static ErrorCode PreflightPath { get; } = Final("E601", Category.Preflight, "A path does not exist.");
    internal static ErrorCode PromptTooLarge { get; } = Final("E602", Category.Preflight, "The prompt is too large.");
    internal static ErrorCode WorkingDirectory { get; } =
        Final("E603", Category.Preflight, "The working directory cannot be used.");
    internal static ErrorCode ValidationSetup { get; } = Final("E604", Category.Preflight, "The validations cannot be run.");
    internal static ErrorCode InputMissing { get; } =
        Final("E605", Category.Preflight, "An output of another sheet, or the items of a source, cannot be used.");
    internal static ErrorCode Denied { get; } = Final("E606", Category.Escalation, "It was denied.");

    // The network.
    internal static ErrorCode NetworkRefused { get; } =
        Recovering("E901", Category.Network, 30, "The network refused the connection.");
    internal static ErrorCode NetworkName { get; } =
        Recovering("E902", Category.Network, 30, "The host's name could not be resolved.");
    internal static ErrorCode NetworkTls { get; } = Recovering("E903", Category.Network, 30, "No secure connection could be made.");
    internal static ErrorCode NetworkTimeout { get; } =
        Recovering("E904", Category.Network, 60, "The network did not answer in time.");

    // The way in which the process ended is not known.
    internal static ErrorCode Unclassified { get; } = Retried("E999", Category.Transient, 30, "It ended in an unknown way.");

    /// <summary>All error codes, in the order of their numbers.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [.. Table.Values];

    /// <summary>Returns an error code, or <c>null</c> if it is not known.</summary>
    /// <param name="code">The code, such as <c>E101</c>.</param>
    public static ErrorCode? Find(string code) => Table.GetValueOrDefault(code);

    private static ErrorCode Retried(string code, string category, int wait, string meaning) =>
        Table[code] = new ErrorCode(code, meaning, category, IsRetried: true, TimeSpan.FromSeconds(wait));

    private static ErrorCode Recovering(string code, string category, int wait, string meaning) =>
        Table[code] = Retried(code, category, wait, meaning) with { HasLearnedWait = true };

    private static ErrorCode Final(string code, string category, string meaning) =>
        Table[code] = new ErrorCode(code, meaning, category, IsRetried: false, DefaultWait: null);

    private static ErrorCode ForPerson(string code, string category, string meaning, string remedy) =>
        Table[code] = new ErrorCode(code, meaning, category, IsRetried: false, DefaultWait: null) { Remedy = remedy };
}
