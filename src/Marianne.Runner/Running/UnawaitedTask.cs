namespace Marianne.Running;

/// <summary>Observes tasks for whose end nothing waits, so that their errors are not lost.</summary>
internal static class UnawaitedTask
{
    /// <summary>Waits for a task, and turns what fails in it into a warning.</summary>
    /// <param name="task">The task.</param>
    /// <param name="warn">Receives the warning, never before this method returns: the caller may hold a lock.</param>
    public static async Task ObserveAsync(Task task, Action<string> warn)
    {
        if (task.IsCompletedSuccessfully)
            return;

        try
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception error)
        {
            warn(RunErrors.NotEnded(error));
        }
    }
}
