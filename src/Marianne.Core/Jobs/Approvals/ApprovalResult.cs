namespace Marianne.Jobs;

/// <summary>The result of an answer to an approval.</summary>
/// <param name="Job">The job after the change.</param>
/// <param name="Sheet">The sheet after the change.</param>
/// <param name="Approval">The approval after the change.</param>
/// <param name="IsLate">Indicates whether the answer came after the timeout, so that the default was the answer.</param>
public sealed record ApprovalResult(Job Job, Sheet Sheet, SheetApproval Approval, bool IsLate);
