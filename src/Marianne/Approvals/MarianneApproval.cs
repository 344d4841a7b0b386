using Marianne.Commands;
using Marianne.Jobs;

namespace Marianne;

/// <summary>An approval that a sheet asks for, and its answer, as returned by <c>Get-MarianneApproval</c>.</summary>
public sealed class MarianneApproval
{
    /// <summary>Creates an approval.</summary>
    /// <param name="approval">The approval as it is stored.</param>
    internal MarianneApproval(SheetApproval approval)
    {
        JobId = approval.JobId;
        SheetNumber = approval.SheetNumber;
        SheetName = approval.SheetName;
        Status = approval.Status;
        Message = approval.Message;
        Show = approval.Show;
        AskedAt = approval.AskedAt.LocalDateTime;
        AskedBy = approval.AskedBy;
        TimesOutAt = Instant.Local(approval.TimesOutAt);
        Default = approval.Default;
        OnDeny = approval.OnDeny;
        BackTo = approval.BackTo;
        AnsweredBy = approval.AnsweredBy;
        AnsweredAt = Instant.Local(approval.AnsweredAt);
        Comment = approval.Comment;
        IsTimedOut = approval.IsTimedOut;
        Run = approval.Run;
    }

    /// <summary>The job's id.</summary>
    public string JobId { get; }

    /// <summary>The sheet's number.</summary>
    public int SheetNumber { get; }

    /// <summary>The sheet's name, or <c>null</c> if it has none.</summary>
    public string? SheetName { get; }

    /// <summary>Waiting, Approved, Denied, or Withdrawn if there is no answer and the sheet does not wait any more.</summary>
    public ApprovalStatus Status { get; }

    /// <summary>What is to be decided.</summary>
    public string Message { get; }

    /// <summary>The full paths of the files on which the decision depends.</summary>
    public IReadOnlyList<string> Show { get; }

    /// <summary>The local time at which the sheet began to wait.</summary>
    public DateTime AskedAt { get; }

    /// <summary>The user and the host whose run asked, such as <c>ada@build1</c>.</summary>
    public string? AskedBy { get; }

    /// <summary>The local time from which <see cref="Default"/> is the answer, or <c>null</c> if there is no limit.</summary>
    public DateTime? TimesOutAt { get; }

    /// <summary>The answer after the timeout.</summary>
    public ApprovalDecision Default { get; }

    /// <summary>What follows when a user denies the sheet.</summary>
    public DenialAction OnDeny { get; }

    /// <summary>The numbers of the sheets that run again when a user denies the sheet and <see cref="OnDeny"/> is Retry.</summary>
    public IReadOnlyList<int> BackTo { get; }

    /// <summary>The user and the host that answered, or <c>null</c>.</summary>
    public string? AnsweredBy { get; }

    /// <summary>The local time of the answer, or <c>null</c>.</summary>
    public DateTime? AnsweredAt { get; }

    /// <summary>What the user wrote with the answer, or <c>null</c>.</summary>
    public string? Comment { get; }

    /// <summary>Indicates whether there was no answer in time, so that <see cref="Default"/> was the answer.</summary>
    public bool IsTimedOut { get; }

    /// <summary>The number of the run of the sheet that asked, from 1.</summary>
    public int Run { get; }

    /// <summary>Returns the sheet and what is to be decided.</summary>
    public override string ToString() => $"{SheetLabel.Of(SheetNumber, SheetName)}: {Message}";
}
