namespace Marianne.Policies;

/// <summary>The message of a job or a sheet that has reached a cost limit.</summary>
public static class CostLimitText
{
    private const string Prefix = "cost_limit: ";

    /// <summary>Returns the message.</summary>
    /// <param name="reason">A sentence that names the cost and the limit.</param>
    public static string Of(string reason) => $"{Prefix}{reason} Raise the limit in the score, and run the job again with it.";

    /// <summary>Determines whether the message of a job says that a cost limit is reached.</summary>
    /// <param name="message">The message, which may begin with what is done; <c>null</c> if there is none.</param>
    public static bool IsIn(string? message) => message?.Contains(Prefix, StringComparison.Ordinal) == true;
}
