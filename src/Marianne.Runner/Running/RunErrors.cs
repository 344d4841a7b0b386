using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>The errors of playing jobs, made in one place.</summary>
internal static class RunErrors
{
    public static MarianneException Nothing() => new(
        MarianneError.InvalidParameter, "There is nothing to play: give a score or the id of a job.");

    public static MarianneException NoScore(Job job, string why) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be played: {why.TrimEnd('.')}. Play it with -Path or -Score.",
        job);

    public static MarianneException ScoreChanged(Job job, string changes) => new(
        MarianneError.ScoreChanged,
        $"The score of the job '{job.Id}' changed since it was last played: {changes}. Use -Force to go on with the changed "
        + "score (sheets that are done stay done), or -Restart to begin anew.",
        job);

    public static MarianneException WorkspaceUnusable(string path, string why) => new(
        MarianneError.WorkspaceUnusable,
        $"The workspace '{path}' cannot be used: {why} Mend it, or choose another with workspace.",
        path);

    public static MarianneException PromptTooLong(int number, int length) => new(
        MarianneError.InvalidParameter,
        $"The prompt of sheet {number} has {length} characters, more than a command line takes. Take {Score.PromptPlaceholder} out of "
        + "the instrument: then it gets the prompt on its standard input.",
        number);

    public static MarianneException NoExecutor(string name, string what) => new(
        MarianneError.InvalidParameter,
        $"The sheet '{name}' cannot be played here: nothing here plays a {what}. Play the score with Invoke-MarianneJob in "
        + "PowerShell.",
        name);
}
