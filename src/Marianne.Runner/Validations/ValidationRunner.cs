using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Validations;

/// <summary>Checks what must be true after a sheet.</summary>
/// <param name="commands">What runs the commands of rules.</param>
/// <param name="time">The clock.</param>
public sealed class ValidationRunner(ICommandRunner commands, TimeProvider time)
{
    private const int OutputLimit = 1000;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(1);

    /// <summary>When the files that a sheet must change were last written. Take it before the sheet.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Who checks is also asked for this.")]
    public FileTimes TakeTimes(Score score, int sheet) => FileTimes.Take(score, sheet);

    /// <summary>
    /// Checks the rules that are for a sheet, stage by stage. When one of a stage fails, those of later stages are
    /// skipped. One that fails is checked again, as often as it says, before it counts.
    /// </summary>
    /// <param name="score">The score, at its place.</param>
    /// <param name="sheet">The number of the sheet.</param>
    /// <param name="before">The times of files as they were before the sheet.</param>
    /// <param name="environment">Variables for commands, beside those of this process; one without a value is taken away.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A result for each rule, in the order of stages, and in a stage in that of the score.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async ValueTask<IReadOnlyList<ValidationDetail>> CheckAsync(
        Score score,
        int sheet,
        FileTimes before,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(environment);

        var place = new CheckPlace(PlaceholderExpander.Of(score, sheet), before, environment);
        List<ValidationDetail> details = [];
        int? failedStage = null;
        foreach (ValidationRule rule in score.Validations.Where(rule => rule.IsFor(sheet)).OrderBy(rule => rule.Stage))
        {
            bool isSkipped = failedStage < rule.Stage;
            ValidationDetail detail = isSkipped
                ? Describe(rule, place, Skip(failedStage!.Value), TimeSpan.Zero)
                : await CheckAsync(rule, place, cancellationToken).ConfigureAwait(false);
            details.Add(detail);
            if (!detail.Passed)
                failedStage ??= rule.Stage;
        }

        return details;
    }

    private async Task<ValidationDetail> CheckAsync(ValidationRule rule, CheckPlace place, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        CheckResult finding = await CheckOnceAsync(rule, place, cancellationToken).ConfigureAwait(false);
        for (int retry = 0; retry < rule.RetryCount && !finding.Passed; retry++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.RetryDelayMs), time, cancellationToken).ConfigureAwait(false);
            finding = await CheckOnceAsync(rule, place, cancellationToken).ConfigureAwait(false);
        }

        return Describe(rule, place, finding, time.GetElapsedTime(started));
    }

    private async Task<CheckResult> CheckOnceAsync(ValidationRule rule, CheckPlace place, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan limit = rule.TimeoutSeconds is { } seconds ? Duration.FromSeconds(seconds) : DefaultTimeout;
        return rule.Type == ValidationKind.CommandSucceeds
            ? await RunAsync(rule, place, limit, cancellationToken).ConfigureAwait(false)
            : await LookAsync(rule, place, limit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CheckResult> RunAsync(
        ValidationRule rule, CheckPlace place, TimeSpan limit, CancellationToken cancellationToken)
    {
        const string Expected = "exit code 0";
        ShellCommand command;
        try
        {
            command = new ShellCommand(place.Placeholders.InCommand(rule.Command!))
            {
                WorkingDirectory = place.Placeholders.InPath(rule.WorkingDirectory ?? "."),
                Environment = place.Environment,
                Timeout = limit,
                OutputLimit = OutputLimit,
            };
        }
        catch (MarianneException refused)
        {
            return CheckResult.NotMade(refused.Message, "cannot run");
        }

        CommandResult result = await commands.RunAsync(command, onOutput: null, cancellationToken).ConfigureAwait(false);
        if (result.WasStopped)
            cancellationToken.ThrowIfCancellationRequested();
        if (result.StartError is { } why)
            return CheckResult.NotMade(why, "cannot run") with { Expected = Expected };
        if (result.TimedOut)
        {
            return CheckResult.TookTooLong($"The command '{rule.Command}'", limit, typeof(TimeoutException)) with
            {
                Expected = Expected,
            };
        }

        string actual = string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}");
        string output = result.Output.Trim();
        return result.Succeeded
            ? new(null, actual, Expected)
            : new(CheckResult.Error, actual, Expected)
            {
                Message = $"The command '{rule.Command}' ended with {actual}{(output.Length == 0 ? "." : $": {output}")}",
                Reason = actual,
                Fix = $"Make '{rule.Command}' succeed.",
            };
    }

    /// <summary>Looks at a file on another thread: opening a pipe or reading a broken disk may take for ever.</summary>
    private async Task<CheckResult> LookAsync(
        ValidationRule rule, CheckPlace place, TimeSpan limit, CancellationToken cancellationToken)
    {
        string path = place.Placeholders.InPath(rule.Path!);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken token = given.Token;
        var look = Task.Run(() => new FileCheck(rule, path, place.Before).Check(token), CancellationToken.None);
        try
        {
            return await look
                .WaitAsync(Duration.Min(limit, Duration.LongestTimer), time, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            await given.CancelAsync().ConfigureAwait(false);
            return CheckResult.TookTooLong($"Reading '{path}'", limit, error.GetType());
        }
    }

    private ValidationDetail Describe(ValidationRule rule, CheckPlace place, CheckResult finding, TimeSpan duration) => new()
    {
        RuleType = OptionValue.Show(rule.Type),
        Description = rule.ToString(),
        Path = rule.Path is null ? null : place.Placeholders.InPath(rule.Path),
        Pattern = rule.Pattern,
        Passed = finding.Passed,
        ActualValue = finding.Actual,
        ExpectedValue = finding.Expected,
        ErrorMessage = finding.Message,
        CheckedAt = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
        CheckDurationMs = duration.TotalMilliseconds,
        FailureReason = finding.Reason,
        FailureCategory = finding.Category,
        SuggestedFix = finding.Fix,
        ErrorType = finding.ErrorType,
    };

    private static CheckResult Skip(int stage) => new(CheckResult.Skipped)
    {
        Message = string.Create(CultureInfo.InvariantCulture, $"It was not checked, because a rule of stage {stage} failed."),
        Reason = string.Create(CultureInfo.InvariantCulture, $"stage {stage} failed"),
    };

    /// <summary>What is the same for all rules of a sheet.</summary>
    private sealed record CheckPlace(
        PlaceholderExpander Placeholders, FileTimes Before, IReadOnlyDictionary<string, string?> Environment);
}
