namespace Marianne.Errors;

/// <summary>What the result and the output of an attempt say.</summary>
public enum ReadingKind : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>It succeeded, or there is no sign that it did not.</summary>
    None,

    /// <summary>A limit on the rate of requests, which ends soon.</summary>
    RateLimit,

    /// <summary>A limit of a plan or a quota, which ends at some time.</summary>
    UsageLimit,

    /// <summary>The service has no capacity left.</summary>
    Overloaded,

    /// <summary>Credit or a quota is used up, so that a person must act.</summary>
    Quota,

    /// <summary>The credentials are missing or were refused, so that a person must act.</summary>
    Auth,

    /// <summary>The service could not be reached.</summary>
    Network,

    /// <summary>The prompt is too long for the model.</summary>
    TooLong,

    /// <summary>The command or the model does not exist.</summary>
    NotFound,

    /// <summary>The agent reached the number of turns or the budget that it was given.</summary>
    MaxTurns,

    /// <summary>The agent's own rules refused what it wanted to do.</summary>
    Permission,

    /// <summary>Any other failure.</summary>
    Error,
}
