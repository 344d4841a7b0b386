using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>Decides whether the session of an attempt is continued by the next one.</summary>
public static class SessionPolicy
{
    /// <summary>
    /// Determines whether the session is kept: after a limit, a cap of the agent, refused credentials, a failure of the network or
    /// the service, a signal, and a result that is to be completed. After any other error, the next attempt starts again.
    /// </summary>
    /// <param name="error">The error of the attempt, or <c>null</c> if it succeeded or was interrupted.</param>
    public static bool IsKept(ErrorCode? error) => error is null
        || error.IsRateLimit
        || error == ErrorCodes.AgentCap || error == ErrorCodes.CreditUsedUp || error == ErrorCodes.Auth
        || error == ErrorCodes.Response || error == ErrorCodes.ServiceTimeout
        || error.Category is ErrorCategories.Network or ErrorCategories.Signal or ErrorCategories.Validation;
}
