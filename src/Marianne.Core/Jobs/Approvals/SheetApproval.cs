using System.Globalization;
using System.Text.Json.Serialization;
using Marianne.Collections;

namespace Marianne.Jobs;

/// <summary>An approval that a sheet asks for, and its answer.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The sheet's number, from 1.</param>
/// <param name="Number">The number of the approval among those of the sheet, from 1.</param>
public sealed record SheetApproval(string JobId, int SheetNumber, int Number)
{
    /// <summary>The sheet's name, or <c>null</c> if it has none.</summary>
    public string? SheetName { get; init; }

    /// <summary>The number of the run of the sheet that asks, from 1.</summary>
    public int Run { get; init; } = 1;

    /// <summary>What is to be decided.</summary>
    public string Message { get; init; } = "";

    /// <summary>The full paths of the files on which the decision depends.</summary>
    public IReadOnlyList<string> Show { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>The status.</summary>
    public ApprovalStatus Status { get; init; }

    /// <summary>The time at which the sheet began to wait.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>The user and the host whose run asked, such as <c>ada@build1</c>.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The time from which <see cref="Default"/> is the answer; <c>null</c> if the sheet waits without a limit.</summary>
    public DateTimeOffset? TimesOutAt { get; init; }

    /// <summary>The answer after the timeout.</summary>
    public ApprovalDecision Default { get; init; }

    /// <summary>What follows when a user denies the sheet.</summary>
    public DenialAction OnDeny { get; init; }

    /// <summary>The numbers of the sheets that run again when a user denies the sheet, without those that depend on them.</summary>
    public IReadOnlyList<int> BackTo { get; init => field = ReadOnlyItems<int>.Of(value); } = ReadOnlyItems<int>.Empty;

    /// <summary>The numbers of all sheets that run again when a user denies the sheet.</summary>
    [JsonInclude]
    internal IReadOnlyList<int> Again { get; init => field = ReadOnlyItems<int>.Of(value); } = ReadOnlyItems<int>.Empty;

    /// <summary>
    /// The numbers of those of them whose items run again, too, beside those of <see cref="BackTo"/>: they depend on what runs again, and
    /// not only the source of their items does.
    /// </summary>
    [JsonInclude]
    internal IReadOnlyList<int> ItemsAgain { get; init => field = ReadOnlyItems<int>.Of(value); } = ReadOnlyItems<int>.Empty;

    /// <summary>The user and the host that answered, such as <c>ada@build1</c>; <c>null</c> if there is none.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The time of the answer; <c>null</c> if there is none.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What the user wrote with the answer, such as what is to be changed; <c>null</c> if nothing.</summary>
    public string? Comment { get; init; }

    /// <summary>Indicates whether there was no answer in time, so that <see cref="Default"/> was the answer.</summary>
    public bool IsTimedOut { get; init; }

    /// <summary>The number of the run in which the sheets run again after a denial; 0 if they do not.</summary>
    [JsonInclude]
    internal int NextRun { get; init; }

    /// <summary>Indicates whether a run has failed the sheet because of the denial, so that the next one asks again.</summary>
    [JsonInclude]
    internal bool IsApplied { get; init; }

    /// <summary>Determines whether the time for an answer is over.</summary>
    /// <param name="now">The current time.</param>
    public bool HasTimedOut(DateTimeOffset now) => Status == ApprovalStatus.Waiting && TimesOutAt <= now;

    /// <summary>Returns what was decided, by whom and when, as a sentence without a full stop; <c>null</c> if nothing was.</summary>
    public string? Outcome() => Status switch
    {
        ApprovalStatus.Approved or ApprovalStatus.Denied when IsTimedOut => string.Create(
            CultureInfo.InvariantCulture, $"{Status} because there was no answer until {TimeOf(TimesOutAt)}"),
        ApprovalStatus.Approved or ApprovalStatus.Denied => string.Create(
            CultureInfo.InvariantCulture, $"{Status} by {AnsweredBy} at {TimeOf(AnsweredAt)}"),
        _ => null,
    };

    /// <summary>Returns what was decided with what the user wrote, as one or more sentences.</summary>
    public string OutcomeWithComment() => string.IsNullOrEmpty(Comment) ? $"{Outcome()}." : $"{Outcome()}: {Comment}";

    /// <summary>Returns a time as messages have it.</summary>
    internal static string TimeOf(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
