using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Signals;
using Marianne.Text;

namespace Marianne.Validations;

/// <summary>Checks the validation rules of sheets.</summary>
/// <param name="commands">Runs the commands of rules.</param>
/// <param name="time">The clock.</param>
public sealed class ValidationRunner(ICommandRunner commands, TimeProvider time)
{
    /// <summary>The number of characters of a command's output that a result shows.</summary>
    private const int ShownOutput = 1000;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(1);

    /// <summary>Redacts what is cut. The rest is redacted with the results. The default redacts nothing.</summary>
    internal SecretRedactor Redactor { get; init; } = SecretRedactor.None;

    /// <summary>
    /// Reads the times at which the files that a sheet must write were last written. Call it before the sheet runs.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="sheet">The sheet's number.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "It belongs to CheckAsync.")]
    public FileTimes TakeTimes(Score score, int sheet) => FileTimes.Take(score, sheet);

    /// <summary>
    /// Checks the rules of a sheet, stage by stage. After a rule has failed, the rules of later stages are skipped. A rule that
    /// fails is checked again as often as its options specify.
    /// </summary>
    /// <param name="score">The score, with its location.</param>
    /// <param name="sheet">The sheet's number.</param>
    /// <param name="before">The times at which files were last written before the sheet ran.</param>
    /// <param name="environment">
    /// Environment variables for commands, in addition to those of this process. A variable with the value <c>null</c> is
    /// removed.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>A result for each rule, in the order of the stages, and within a stage in the order of the score.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
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

        var context = new CheckContext(PlaceholderExpander.Of(score, sheet), before, environment);
        List<ValidationDetail> details = [];
        int? failedStage = null;
        foreach (ValidationRule rule in score.RulesOf(sheet).OrderBy(rule => rule.Stage))
        {
            bool isSkipped = failedStage < rule.Stage;
            ValidationDetail detail = isSkipped
                ? Describe(rule, context, Skip(failedStage!.Value), TimeSpan.Zero)
                : await CheckAsync(rule, context, cancellationToken).ConfigureAwait(false);
            details.Add(detail);
            if (!detail.Passed)
                failedStage ??= rule.Stage;
        }

        return details;
    }

    private async Task<ValidationDetail> CheckAsync(
        ValidationRule rule, CheckContext context, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        CheckResult result = await CheckOnceAsync(rule, context, cancellationToken).ConfigureAwait(false);
        for (int retry = 0; retry < rule.RetryCount && !result.Passed; retry++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.RetryDelayMs), time, cancellationToken).ConfigureAwait(false);
            result = await CheckOnceAsync(rule, context, cancellationToken).ConfigureAwait(false);
        }

        return Describe(rule, context, result, time.GetElapsedTime(started));
    }

    private async Task<CheckResult> CheckOnceAsync(ValidationRule rule, CheckContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan timeout = rule.TimeoutSeconds is { } seconds ? Duration.FromSeconds(seconds) : DefaultTimeout;
        return rule.Type == ValidationKind.CommandSucceeds
            ? await RunCommandAsync(rule, context, timeout, cancellationToken).ConfigureAwait(false)
            : await CheckFileAsync(rule, context, timeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CheckResult> RunCommandAsync(
        ValidationRule rule, CheckContext context, TimeSpan timeout, CancellationToken cancellationToken)
    {
        const string Expected = "exit code 0";
        ShellCommand command;
        try
        {
            command = new ShellCommand(context.Placeholders.InCommand(rule.Command!))
            {
                WorkingDirectory = context.Placeholders.InPath(rule.WorkingDirectory ?? "."),
                Environment = context.Environment,
                Timeout = timeout,
            };
        }
        catch (MarianneException error)
        {
            return CheckResult.NotChecked(error.Message, "cannot run");
        }

        CommandResult result = await commands.RunAsync(command, onOutput: null, cancellationToken).ConfigureAwait(false);
        if (result.WasStopped)
            cancellationToken.ThrowIfCancellationRequested();
        if (result.StartError is { } why)
            return CheckResult.NotChecked(why, "cannot run") with { Expected = Expected };
        if (result.TimedOut)
        {
            return CheckResult.TimedOut($"The command '{rule.Command}'", timeout, typeof(TimeoutException)) with
            {
                Expected = Expected,
            };
        }

        string actual = string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}");
        string output = TextTruncation.Last(
            Redactor.RedactTail(result.Output, result.IsTruncated).TrimEnd(), ShownOutput).TrimStart();
        return result.Succeeded
            ? new(null, actual, Expected)
            : new(CheckResult.Error, actual, Expected)
            {
                Message = $"The command '{rule.Command}' ended with {actual}{(output.Length == 0 ? "." : $": {output}")}",
                Reason = actual,
                Fix = $"Make '{rule.Command}' succeed.",
            };
    }

    /// <summary>Checks a file on another thread, because opening a pipe or reading a broken disk may block forever.</summary>
    private async Task<CheckResult> CheckFileAsync(
        ValidationRule rule, CheckContext context, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string path = context.Placeholders.InPath(rule.Path!);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken token = cancel.Token;
        var check = Task.Run(() => new FileCheck(rule, path, context.Before, Redactor).Check(token), CancellationToken.None);
        try
        {
            return await check
                .WaitAsync(Duration.Min(timeout, Duration.LongestTimer), time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            await cancel.CancelAsync().ConfigureAwait(false);
            return CheckResult.TimedOut($"Reading '{path}'", timeout, error.GetType());
        }
    }

    private ValidationDetail Describe(ValidationRule rule, CheckContext context, CheckResult result, TimeSpan duration) => new()
    {
        RuleType = OptionValue.Show(rule.Type),
        Description = rule.ToString(),
        Path = rule.Path is null ? null : context.Placeholders.InPath(rule.Path),
        Pattern = rule.Pattern,
        Passed = result.Passed,
        ActualValue = result.Actual,
        ExpectedValue = result.Expected,
        ErrorMessage = result.Message,
        CheckedAt = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
        CheckDurationMs = duration.TotalMilliseconds,
        FailureReason = result.Reason,
        FailureCategory = result.Category,
        SuggestedFix = result.Fix,
        ErrorType = result.ErrorType,
    };

    private static CheckResult Skip(int stage) => new(CheckResult.Skipped)
    {
        Message = string.Create(CultureInfo.InvariantCulture, $"Not checked, because a rule of stage {stage} failed."),
        Reason = string.Create(CultureInfo.InvariantCulture, $"stage {stage} failed"),
    };

    /// <summary>The context that all rules of a sheet share.</summary>
    private sealed record CheckContext(
        PlaceholderExpander Placeholders, FileTimes Before, IReadOnlyDictionary<string, string?> Environment);
}
