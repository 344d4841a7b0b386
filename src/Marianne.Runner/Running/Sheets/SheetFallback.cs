using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Learning;
using Marianne.Signals;

namespace Marianne.Running;

/// <summary>Chooses the instrument of a sheet that has fallbacks.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class SheetFallback(JobRun run, int number)
{
    /// <summary>
    /// Chooses the first instrument that is installed and has no usage limit in force. Without one, the sheet uses its own
    /// instrument and waits.
    /// </summary>
    /// <param name="refused">The index of an instrument that has just been refused, or -1.</param>
    /// <returns>The reason to use another instrument than before, or <c>null</c> if it did not change.</returns>
    public async ValueTask<string?> ChooseAsync(int refused = -1)
    {
        if (run.Score.SheetOf(number).Fallback.Count == 0)
            return null;

        int before = run.SheetInstruments.IndexOf(number);
        IReadOnlyList<InstrumentProfile> candidates = run.SheetInstruments.CandidatesOf(number);
        List<string> obstacles = [];
        for (int index = 0; index < candidates.Count; index++)
        {
            if (index == refused)
                continue;

            run.SheetInstruments.Use(number, index);
            if (await ObstacleOfAsync(candidates[index], isOwn: index == 0).ConfigureAwait(false) is not { } obstacle)
            {
                return index == before
                    ? null
                    : $"{string.Join(" ", obstacles)} The prompt is given to '{candidates[index].Name}'.".TrimStart();
            }

            obstacles.Add(obstacle);
        }

        run.SheetInstruments.Use(number, 0);
        return null;
    }

    /// <summary>
    /// Lets the sheet use another instrument after its own met a usage limit, which is shared with other sheets and jobs. The incident
    /// of the limit ends, because the next attempt says nothing about it.
    /// </summary>
    /// <param name="result">The result of the attempt that met the limit.</param>
    /// <param name="delays">The waits of the sheet.</param>
    /// <returns>The reason to use another instrument, or <c>null</c> if there is none that can be used at once.</returns>
    public async ValueTask<string?> ReplaceAsync(AttemptResult result, SheetDelays delays)
    {
        if (run.Score.SheetOf(number).Fallback.Count == 0)
            return null;

        int before = run.SheetInstruments.IndexOf(number);
        Note(result.Error!);
        string? change = await ChooseAsync(refused: before).ConfigureAwait(false);
        int chosen = run.SheetInstruments.IndexOf(number);
        run.SheetInstruments.Use(number, before);
        if (change is null)
            return null;

        if (result.Error is { IsRetried: true })
            await delays.ShareLimitAsync(result, await delays.PlanLimitAsync(result).ConfigureAwait(false)).ConfigureAwait(false);
        delays.Abandon();
        run.SheetInstruments.Use(number, chosen);
        return change;
    }

    /// <summary>An attempt found the credit or the quota of its instrument used up.</summary>
    private void Note(ErrorCode error)
    {
        if (error == ErrorCodes.CreditUsedUp && run.SheetInstruments.Of(number) is { } instrument)
            run.SheetInstruments.NoteUsedUp(instrument);
    }

    private async ValueTask<string?> ObstacleOfAsync(InstrumentProfile instrument, bool isOwn)
    {
        if (run.SheetInstruments.IsUsedUp(instrument))
            return $"The credit or the quota of '{instrument.Name}' is used up.";
        LearnedRateLimit? limit = await run.Limits.FindAsync(number, instrument.Options.Model).ConfigureAwait(false);
        if (limit is not null && limit.ErrorCode == ErrorCodes.Quota.Code)
            return $"A usage limit of '{instrument.Name}' is in force.";
        if (isOwn)
            return null;
        if (limit is not null)
            return $"A rate limit of '{instrument.Name}' is in force.";
        return Instrument.ProgramOf(instrument.Options.Command!) is { } program
            && ProgramFinder.Find(program, run.Score.WorkspacePath, run.SheetInstruments.PathOf(number, instrument)) is null
            ? $"'{instrument.Name}' is not installed."
            : null;
    }
}
