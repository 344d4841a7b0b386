using Marianne.Errors;
using Marianne.Learning;

namespace Marianne.Running;

/// <summary>A wait of which nobody knows yet what comes of it.</summary>
/// <param name="Code">What it waits for to pass.</param>
/// <param name="Model">The model that was called.</param>
/// <param name="Suggested">How long it was to be.</param>
/// <param name="Waited">How long the sheet waited since the error came first, this wait included.</param>
internal sealed record PendingRecovery(ErrorCode Code, string? Model, TimeSpan Suggested, TimeSpan Waited)
{
    /// <summary>
    /// What came of it: it was long enough when the next attempt went well or, of a rate limit, ran into none.
    /// </summary>
    /// <param name="next">Why the next attempt failed; nothing when it did not.</param>
    public LearnedRecovery Resolve(ErrorCode? next) => new()
    {
        ErrorCode = Code.Code,
        Model = Model,
        SuggestedWait = Suggested,
        ActualWait = Waited,
        Recovered = next is null || (Code.IsRateLimit && !next.IsRateLimit),
    };
}
