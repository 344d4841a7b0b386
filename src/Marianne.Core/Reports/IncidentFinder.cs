namespace Marianne.Reports;

/// <summary>Finds the incidents of a sheet in its attempts.</summary>
internal static class IncidentFinder
{
    /// <summary>Returns the incidents of a sheet, the oldest first. A failure that no attempt followed is none.</summary>
    /// <param name="sheet">The sheet.</param>
    public static IEnumerable<IncidentReport> In(SheetReport sheet)
    {
        IReadOnlyList<AttemptReport> attempts = sheet.Attempts;
        for (int first = 0; first < attempts.Count - 1;)
        {
            int next = first + 1;
            if (attempts[first] is not { ErrorCode: { } code, EndedAt: { } began })
            {
                first = next;
                continue;
            }

            double waited = attempts[next].WaitedSeconds;
            while (next < attempts.Count - 1 && attempts[next].ErrorCode == code)
                waited += attempts[++next].WaitedSeconds;

            bool isOver = attempts[next].ErrorCode != code && attempts[next].Outcome != AttemptOutcome.Running;
            int lastFailed = attempts[next].ErrorCode == code ? next : next - 1;
            yield return new IncidentReport
            {
                SheetNumber = sheet.Number,
                ErrorCode = code,
                BeganAt = began,
                WaitedSeconds = ReportTime.Round(waited),
                FailedTries = lastFailed - first,
                TooShortSeconds = lastFailed == first ? 0 : ReportTime.Between(began, attempts[lastFailed].StartedAt),
                EnoughSeconds = isOver ? ReportTime.Between(began, attempts[next].StartedAt) : null,
            };
            first = next;
        }
    }
}
