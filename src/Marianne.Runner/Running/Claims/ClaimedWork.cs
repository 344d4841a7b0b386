namespace Marianne.Running;

/// <summary>The work for which a claim is held, which ends with the claim.</summary>
/// <param name="EndAsync">
/// Ends the work: the claim was lost (LeaseLost), or may be soon, because the store fails. It is called at most once, from any thread.
/// </param>
/// <param name="Warn">Receives a warning if the work cannot be ended, or the claim not be given back.</param>
public sealed record ClaimedWork(Func<MarianneException, Task> EndAsync, Action<string> Warn)
{
    /// <summary>No work: the next change of the job says that the claim was lost.</summary>
    public static ClaimedWork None { get; } = new(_ => Task.CompletedTask, _ => { });
}
