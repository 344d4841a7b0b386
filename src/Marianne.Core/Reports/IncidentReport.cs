namespace Marianne.Reports;

/// <summary>An error for whose end a sheet waited: from the first failed attempt to the one that did not fail with it.</summary>
public sealed record IncidentReport
{
    /// <summary>The sheet's number.</summary>
    public int SheetNumber { get; init; }

    /// <summary>The error code.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The time of the first error.</summary>
    public DateTimeOffset BeganAt { get; init; }

    /// <summary>The seconds that the sheet waited in all.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>The number of attempts that failed with the same error after the first one.</summary>
    public int FailedTries { get; init; }

    /// <summary>
    /// The seconds from the first error to the start of the last attempt that failed with it: so long was too short. 0 if there was
    /// none.
    /// </summary>
    public double TooShortSeconds { get; init; }

    /// <summary>
    /// The seconds from the first error to the start of the attempt that it did not stop: so long was enough. <c>null</c> if there
    /// was none.
    /// </summary>
    public double? EnoughSeconds { get; init; }
}
