namespace Marianne.Jobs;

/// <summary>
/// The kinds of failure of a sheet. The set is closed: other implementations cannot list jobs that have another value, so
/// stores reject it.
/// </summary>
public static class ErrorCategories
{
    /// <summary>A service limited the rate of its requests.</summary>
    public const string RateLimit = "rate_limit";

    /// <summary>A failure that may disappear by itself.</summary>
    public const string Transient = "transient";

    /// <summary>The result of the sheet is not valid.</summary>
    public const string Validation = "validation";

    /// <summary>A service rejected the credentials.</summary>
    public const string Auth = "auth";

    /// <summary>The network failed.</summary>
    public const string Network = "network";

    /// <summary>The sheet, or a service that it called, exceeded its timeout.</summary>
    public const string Timeout = "timeout";

    /// <summary>A signal ended the process.</summary>
    public const string Signal = "signal";

    /// <summary>A failure that another attempt cannot fix.</summary>
    public const string Fatal = "fatal";

    /// <summary>The score or the environment is set up incorrectly.</summary>
    public const string Configuration = "configuration";

    /// <summary>A check before the start of the sheet failed.</summary>
    public const string Preflight = "preflight";

    /// <summary>A person has to decide.</summary>
    public const string Escalation = "escalation";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } =
        [RateLimit, Transient, Validation, Auth, Network, Timeout, Signal, Fatal, Configuration, Preflight, Escalation];
}
