using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Running;

/// <summary>
/// Ends what an earlier run of the job left running when its process died or was stopped, before a sheet starts beside it.
/// </summary>
/// <param name="run">The run of the job.</param>
internal sealed class RunLeftovers(JobRun run)
{
    private const int MostShown = 5;

    /// <summary>
    /// Ends the commands of the sheets that the dead run did not finish. What a finished sheet left running, such as a service, is
    /// kept.
    /// </summary>
    /// <param name="job">The job as it was taken over.</param>
    /// <param name="former">The process that ran the job before, or <c>null</c> if it is not known any more.</param>
    public async ValueTask EndAsync(Job job, RunnerProcess? former)
    {
        Sheet[] open = [.. job.Sheets.Where(sheet => !sheet.IsFinished)];
        HashSet<int> interrupted =
            [.. open.Where(sheet => sheet.Status == SheetStatus.InProgress).Select(sheet => sheet.Number)];
        if (run.MarkOf(sheet: 0) is not { } own || (interrupted.Count == 0 && former is null))
            return;

        await EndAsync(own, former, run.Claims.TakenFrom, [.. open.Select(sheet => sheet.Number)], interrupted).ConfigureAwait(false);
    }

    /// <summary>Ends the commands of a sheet that was taken over.</summary>
    /// <param name="claim">The claim.</param>
    public async ValueTask EndAsync(SheetClaim claim)
    {
        if (run.MarkOf(claim.Number) is { } own)
        {
            RunnerProcess? former = claim.Granted.TakenFrom;
            await EndAsync(own, former, former, [claim.Number], [claim.Number]).ConfigureAwait(false);
        }
    }

    private async ValueTask EndAsync(
        RunMark own, RunnerProcess? former, RunnerProcess? replaced, HashSet<int> numbers, HashSet<int> interrupted)
    {
        former = former is null ? null : former with { Host = null };
        replaced = replaced is null || replaced == run.Services.Process ? null : replaced with { Host = null };
        IEnumerable<RunMark> known = former is null ? [] : numbers.Select(number => new RunMark(own.Job, number, former));
        LeftoverResult result = await run.Services.Leftovers.EndAsync(IsLeft, known, replaced).ConfigureAwait(false);
        if (WarningOf(result) is { } warning)
            run.Journal.Announce(JobEventKind.Warning, warning);

        bool IsLeft(RunMark mark) =>
            mark.Job == own.Job
            && numbers.Contains(mark.Sheet)
            && (mark.Runner == former || interrupted.Contains(mark.Sheet));
    }

    private static string? WarningOf(LeftoverResult result)
    {
        string runners = string.Join(" and ", result.Runners.Select(runner => $"the {runner}"));
        if (result.IsWithin)
        {
            return $"This run was started by a command of the run of {runners}, which died. What else that run left running is not "
                + "ended.";
        }

        string ended = result.Ended.Count switch
        {
            0 => "",
            1 => $"A process that the run of {runners} left running was ended: {result.Ended[0]}.",
            var count => $"{count} processes that the run of {runners} left running were ended: {ListOf(result.Ended)}.",
        };
        string survivors = result.Survivors.Count == 0 ? ""
            : $"The run of {runners} left processes running that could not be ended: {ListOf(result.Survivors)}.";
        string warning = $"{ended} {survivors}".Trim();
        return warning.Length == 0 ? null : warning;
    }

    private static string ListOf(IReadOnlyList<string> processes) =>
        string.Join(", ", processes.Take(MostShown)) + (processes.Count > MostShown ? ", ..." : "");
}
