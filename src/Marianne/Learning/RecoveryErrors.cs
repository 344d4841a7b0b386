namespace Marianne.Commands;

/// <summary>Creates the errors of waits for recoveries.</summary>
internal static class RecoveryErrors
{
    /// <summary>Further waits are expected to cost more than they are worth.</summary>
    /// <param name="errorCode">The code of the error.</param>
    /// <param name="why">Why there is no next attempt, as a clause.</param>
    /// <param name="last">The exception of the last attempt, or <c>null</c> if there was none.</param>
    public static MarianneException GivenUp(string errorCode, string why, Exception? last) => new(
        MarianneError.RecoveryGivenUp,
        $"The wait for a recovery from '{errorCode}' {why}. {(last is null ? "" : $"The last attempt failed: {last.Message.TrimEnd('.', ' ')}. ")}"
        + "Try again later, or increase -GiveUpAfter.",
        errorCode,
        last);
}
