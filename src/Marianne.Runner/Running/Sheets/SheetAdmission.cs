using Marianne.Errors;
using Marianne.Learning;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>Keeps a sheet from starting while others wait for a limit, or while all that was tried lately failed.</summary>
/// <param name="run">The run that the sheet is a part of.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class SheetAdmission(JobRun run, int number)
{
    /// <summary>Somebody may reset a circuit breaker, or a probe succeed, long before it would open by itself.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly SharedCircuitBreaker _breaker = run.Learning.BreakerOf(number);

    /// <summary>Waits until an attempt may be made.</summary>
    /// <param name="model">The model that the sheet calls, as far as it is known.</param>
    /// <param name="hold">Is told why it waits and for how long, once for each reason.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async ValueTask<CircuitPermit> EnterAsync(string? model, Func<string, TimeSpan, Task> hold)
    {
        string? told = null;
        while (true)
        {
            run.Stop.Token.ThrowIfCancellationRequested();
            if (await run.Learning.LimitOfOthersAsync(number, model).ConfigureAwait(false) is { } limit
                && limit.Remaining > TimeSpan.Zero)
            {
                await HoldAsync($"{limit.ErrorCode}: Another sheet or job ran into a rate limit.", limit.Remaining, limit.Remaining)
                    .ConfigureAwait(false);
                continue;
            }

            CircuitAdmission entry = await AskAsync().ConfigureAwait(false);
            if (entry.Pass is { } pass)
                return pass;

            string why = entry.Wait is null ? "was opened by hand: Reset-MarianneCircuitBreaker closes it" : "is open";
            TimeSpan wait = entry.Wait ?? LookAgain;
            await HoldAsync(
                $"The circuit breaker '{_breaker.Name}' {why}.", wait, wait < LookAgain ? wait : LookAgain).ConfigureAwait(false);
        }

        async Task HoldAsync(string why, TimeSpan expected, TimeSpan pause)
        {
            if (told != why)
                await hold(told = why, expected).ConfigureAwait(false);
            await LongDelay.WaitAsync(pause, run.Services.Time, run.Stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Reports how an attempt ended. One that did its work and was only not valid says that what it calls is well.</summary>
    public async ValueTask ReportAsync(CircuitPermit pass, ErrorCode? error) => await run.Learning.AskAsync(
        _ => error is null || error.Category == "validation" ? _breaker.SucceedAsync(pass, CancellationToken.None)
            : error.IsRateLimit ? _breaker.GiveBackAsync(pass, CancellationToken.None)
            : _breaker.FailAsync(pass, CancellationToken.None),
        CircuitState.New).ConfigureAwait(false);

    /// <summary>Reports that an attempt was cut short.</summary>
    public async ValueTask GiveBackAsync(CircuitPermit pass) => await run.Learning.AskAsync(
        _ => _breaker.GiveBackAsync(pass, CancellationToken.None), CircuitState.New).ConfigureAwait(false);

    /// <summary>A store that fails keeps nobody from working.</summary>
    private ValueTask<CircuitAdmission> AskAsync() => run.Learning.AskAsync(
        _ => _breaker.EnterAsync(run.Score.TimeoutOf(number), CancellationToken.None),
        new CircuitAdmission(CircuitState.New, CircuitPermit.Unwatched, TimeSpan.Zero));
}
