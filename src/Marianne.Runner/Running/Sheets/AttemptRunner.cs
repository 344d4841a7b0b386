using Marianne.Executors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Outputs;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Signals;
using Marianne.Validations;

namespace Marianne.Running;

/// <summary>Makes one attempt of a sheet: executes it, validates its result and classifies its error.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">Stops the sheet.</param>
/// <param name="usage">Saves the usage that the attempt reports.</param>
/// <param name="session">The agent's session.</param>
internal sealed class AttemptRunner(JobRun run, SheetWatch watch, UsageJournal usage, SheetSession session)
{
    /// <summary>
    /// Ctrl+C reaches the child process and this process at the same time. A child may exit before this process notices, so
    /// after a signal the stop is waited for.
    /// </summary>
    private static readonly TimeSpan StopDelay = TimeSpan.FromMilliseconds(250);

    private const int LongestRecord = 256 * 1024;

    private readonly ErrorClassifier _classifier = run.ClassifierOf(watch.Number);
    private AttemptCost? _reported;
    private SheetMeasures? _before;
    private AttemptResult? _last;

    /// <summary>What the sheet gets of other sheets.</summary>
    public SheetInputs Inputs { get; set; } = new() { Score = run.Score };

    /// <summary>Returns the measures of a sheet with the usage that an interrupted attempt has reported so far.</summary>
    /// <param name="sheet">The sheet as it was started.</param>
    public SheetMeasures MeasuresWhenInterrupted(Sheet sheet) =>
        session.AddTo(
            CostWhenInterrupted().AddTo(_before ?? sheet.Measures),
            _last?.Instrument is null ? null : _classifier.Read(_last));

    /// <summary>
    /// Returns the record of an attempt that was interrupted after it had written output, or <c>null</c>. It has no exit code.
    /// </summary>
    /// <param name="sheet">The sheet as it was started.</param>
    public Execution? RecordWhenInterrupted(Sheet sheet) => _last is { Command: { OutputLength: > 0 } command } last
        ? new Execution(
            0, run.JobId, watch.Number, sheet.AttemptCount, last.Input,
            run.Redactor.RedactTail(command.Output, command.IsTruncated),
            null, command.Duration, run.Services.Time.GetUtcNow())
        {
            Run = sheet.Measures.Reruns + 1,
        }
        : null;

    /// <summary>Makes an attempt that was saved as started.</summary>
    /// <param name="sheet">The sheet as it was started.</param>
    /// <param name="prompt">The prompt, or <c>null</c> if the sheet has none.</param>
    /// <param name="failedValidations">The failed validations that the attempt is to complete.</param>
    /// <exception cref="OperationCanceledException">
    /// The run was stopped before the attempt succeeded. Every process that it started has ended.
    /// </exception>
    public async ValueTask<AttemptResult> RunAsync(Sheet sheet, string? prompt, IReadOnlyList<string> failedValidations)
    {
        using var failed = FailedValidations.Of(failedValidations);
        if (failed.Problem is { } problem)
            Warn(problem);
        var attempt = new SheetAttempt
        {
            Score = Inputs.Score,
            Inputs = Inputs.OfScript,
            Approval = Inputs.Approval,
            Denial = Inputs.Denial,
            JobId = run.JobId,
            Number = watch.Number,
            Attempt = sheet.AttemptCount,
            Mode = sheet.ExecutionMode!,
            Prompt = prompt,
            Instrument = prompt is null ? null : run.SheetInstruments.Of(watch.Number),
            Session = session.Id,
            IsResumed = session.IsResumed,
            FailedValidations = failed,
            Mark = run.MarkOf(watch.Number),
            LimitSlot = run.LimitSlots.TokenOf(watch.Number),
            Budget = run.Budget.RemainingOf(watch.Number) is > 0 and var left ? left : null,
        };
        FileTimes before = run.Validations.TakeTimes(Inputs.Score, watch.Number);
        _before = sheet.Measures;
        var outputs = new AttemptOutputs(attempt, run.Redactor);
        AttemptResult result = await ExecuteAsync(attempt, outputs).ConfigureAwait(false);
        bool wasStarted = result.Error is null;
        if (result.Succeeded && Inputs.Score.RulesOf(watch.Number).Any())
        {
            result = result with
            {
                Validations = await run.Validations
                    .CheckAsync(Inputs.Score, watch.Number, before, attempt.Environment, watch.Token).ConfigureAwait(false),
            };
        }

        if (result.Succeeded)
            result = result with { Validations = [.. result.Validations, .. outputs.Gather(result)], Outputs = outputs.Outputs };

        result = _classifier.Classify(result, isPrompt: prompt is not null);
        WarnOfPatterns(result.TimedOutPatterns.Concat(result.Reading?.TimedOutPatterns ?? []));
        WarnOfPointers(result.Reading?.MissingPointers ?? [], attempt.Instrument?.Name);
        if (result.UnknownLimit is { } words)
            Warn($"The output of sheet {watch.Number} is treated as a rate limit because it names a limit and a time: {words}");
        if (result.Error is not null)
            watch.Token.ThrowIfCancellationRequested();

        AttemptCost cost = AttemptCost.Of(
            prompt is null ? null : session.PartOf(result.Reading?.Usage),
            _reported,
            wasStarted ? prompt : null,
            result.Command.Output,
            run.Score.CostLimits,
            result.Instrument);
        return Describe(result, sheet, WithValidModel(cost));
    }

    /// <summary>An agent that was ended may have reported a part of its usage.</summary>
    private AttemptCost CostWhenInterrupted() => WithValidModel(AttemptCost.Of(
        _last?.Instrument is null ? null : session.PartOf(_classifier.Read(_last).Usage),
        _reported,
        prompt: null,
        output: "",
        run.Score.CostLimits,
        _last?.Instrument));

    private async ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, AttemptOutputs outputs)
    {
        (_reported, _last) = (null, null);
        using RunningOutputWriter? shown = run.ShowOutput(watch.Number);
        var output = new LiveOutput(run.Redactor, Announce);
        var lines = new OutputLineReader(OnLine);
        OutputLineReader? records = attempt.Instrument is { CanResume: true } ? new(OnRecord, LongestRecord) : null;
        if (session is { Id: not null, IsResumed: false })
            usage.Save(session.AddTo(_before!)); // An id that this run chose must be known if the process dies.
        AttemptResult result = await run.Services.ExecutorOf(run.Score, watch.Number)
            .ExecuteAsync(attempt, OnPiece, watch.Token).ConfigureAwait(false);
        lines.Complete();
        records?.Complete();
        output.Complete();
        if (attempt.Instrument is { } instrument)
            result = result with { Instrument = instrument.Options };
        _last = result;
        await usage.CompleteAsync().ConfigureAwait(false);
        WarnOfSurvivors(result.Command.Survivors);

        if (result.Command.Signal is not null && !watch.Token.IsCancellationRequested)
            await LongDelay.WaitAsync(StopDelay, run.Services.Time, watch.Token).ConfigureAwait(false);
        if (!result.Succeeded)
            watch.Token.ThrowIfCancellationRequested();
        return result;

        void Announce(string line)
        {
            run.Journal.Announce(JobEventKind.SheetOutput, line, watch.Number);
            shown?.Add(line);
        }

        void OnPiece(string piece)
        {
            lines.Add(piece);
            outputs.Add(piece);
            records?.Add(piece);
        }

        void OnRecord(string? line)
        {
            if (line is not null && session.Note(line))
                usage.Save(session.AddTo(_reported?.AddTo(_before!) ?? _before!));
        }

        // Output is announced in whole lines, so that a secret is found although it arrives in pieces.
        void OnLine(string? line)
        {
            if (line is not null && UsageLineParser.Parse(line) is { } report)
                Note(report, attempt.Instrument?.Options);
            output.Add(line ?? "(a very long line)");
        }
    }

    /// <summary>Saves the usage that the attempt has reported so far. Each report has a cost of its own, reported or calculated.</summary>
    private void Note(UsageReport report, InstrumentOptions? instrument)
    {
        foreach (string problem in report.Problems)
            Warn($"The usage that sheet {watch.Number} reported is not complete: {problem}");
        if (report is { IsEmpty: true, Problems.Count: > 0 })
            return;

        AttemptCost cost = WithValidModel(AttemptCost.OfReport(
            report with { Model = run.Redactor.Redact(report.Model) }, run.Score.CostLimits, instrument));
        _reported = _reported is null ? cost : _reported + cost;
        usage.Save(session.AddTo(_reported.AddTo(_before!)));
    }

    /// <summary>Drops a model that the learning store does not accept. It is what an agent or a sheet reported, so it may be anything.</summary>
    private AttemptCost WithValidModel(AttemptCost cost)
    {
        if (LearningValidator.FaultOfName(cost.Model) is not { } fault)
            return cost;

        string warning = $"The model that sheet {watch.Number} reported {fault}. It is not recorded.";
        if (run.IsFirst(warning))
            Warn(warning);
        return cost with { Model = null };
    }

    /// <summary>Adds what is saved and announced: the redacted output, the message, the costs and the times.</summary>
    private AttemptResult Describe(AttemptResult result, Sheet sheet, AttemptCost cost)
    {
        DateTimeOffset now = run.Services.Time.GetUtcNow();
        SheetMeasures measures = session.AddTo(cost.AddTo(_before!), result.Reading, result.Error);
        CommandResult command = result.Command;
        AttemptResult described = result with
        {
            Command = command with { Output = run.Redactor.RedactTail(command.Output, command.IsTruncated) },
            Validations = [.. result.Validations.Select(detail => RedactedTexts.Of(detail, run.Redactor))],
            Cause = run.Redactor.Redact(result.Cause ?? (result.Reading is { IsStructured: true } reading ? reading.Text : null)),
            Cost = cost.Dollars,
            Measures = result.Error is { } error ? measures.With(error.Code, sheet.AttemptCount) : measures,
            EndedAt = now,
        };
        return described.Message is null && FailureMessage.Of(run.Score, watch.Number, described) is { } message
            ? described with { Message = message }
            : described;
    }

    private void WarnOfSurvivors(IReadOnlyList<string> survivors)
    {
        if (survivors.Count > 0)
        {
            Warn(
                $"Sheet {watch.Number} was ended, but processes that it started are still running and cannot be ended: "
                + $"{string.Join(", ", survivors)}. End them before the sheet runs again.");
        }
    }

    private void WarnOfPatterns(IEnumerable<string> patterns)
    {
        foreach (string pattern in patterns)
        {
            Warn(
                $"The pattern '{pattern}' took too long to search the output of sheet {watch.Number}, and was not applied.");
        }
    }

    private void WarnOfPointers(IReadOnlyList<string> keys, string? instrument)
    {
        if (keys.Count > 0 && run.IsFirst($"pointers of {instrument}: {string.Join(", ", keys)}"))
        {
            Warn(
                $"The result of sheet {watch.Number} does not have what the instrument '{instrument}' reads: "
                + $"{string.Join(", ", keys)}. Correct the JSON pointers, or remove them.");
        }
    }

    private void Warn(string message) => run.Journal.Announce(JobEventKind.Warning, message, watch.Number);
}
