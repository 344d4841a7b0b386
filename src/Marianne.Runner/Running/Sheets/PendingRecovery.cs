using Marianne.Errors;
using Marianne.Learning;

namespace Marianne.Running;

/// <summary>A wait after an error whose outcome is not known yet.</summary>
/// <param name="Code">The error.</param>
/// <param name="Model">The model that was called.</param>
/// <param name="Suggested">The delay that was chosen.</param>
/// <param name="Waited">The time that the sheet has waited since the error first occurred, including this wait.</param>
internal sealed record PendingRecovery(ErrorCode Code, string? Model, TimeSpan Suggested, TimeSpan Waited)
{
    /// <summary>
    /// Returns the outcome of the wait. It sufficed if the next attempt succeeded or, after a rate limit, met no rate limit.
    /// </summary>
    /// <param name="next">The error of the next attempt, or <c>null</c> if it succeeded.</param>
    public LearnedRecovery Resolve(ErrorCode? next) => new()
    {
        ErrorCode = Code.Code,
        Model = Model,
        SuggestedWait = Suggested,
        ActualWait = Waited,
        Recovered = next is null || (Code.IsRateLimit && !next.IsRateLimit),
    };
}
