using System.Text.RegularExpressions;

namespace Marianne.Worker;

/// <summary>
/// Translates the advice in messages, which is written for PowerShell, to the options of the worker. Advice that only a cmdlet
/// could follow is left out, because a machine with the worker may have no PowerShell.
/// </summary>
internal static partial class OptionText
{
    private static readonly (Regex Advice, string Translation)[] Known =
    [
        (ScoreOfJob(), "Specify a score, too, to run it with that score."),
        (ListJobs(), "Check the id and --store."),
        (PauseOther(), "Wait for it, or pause it with Ctrl+C or the signal TERM, and run it again."),
        (NewRun(), " To run its score again as a new job, use --restart."),
        (NewStore(), "Check the path."),
        (RestoreStore(), "Restore it from a backup, or specify another store."),
        (OtherStore(), "Run the command again to continue with the one that is there now."),
        (Reconnect(), "Run the command again."),
        (Update(), "Update the worker."),
        (SetSecret(), "Set the environment variable of the same name, and specify its name with --set."),
        (SetParameter(), "Specify it with --set."),
        (OtherRunId(), "--run-id determines the job of a score, so it cannot be combined with --id or --restart."),
        (NoNewJob(), "--restart creates a new job, in which every sheet runs. It cannot be combined with --from-sheet, --sheet, --only and --fork,"),
        (ChooseSheets(), "Choose sheets with --from-sheet, --sheet or --only."),
        (AddFork(), "Add --fork to create that job, or omit --new-id."),
        (Answer(), "Use marianne-worker approve or deny, and run the job again."),
        (Force(), " --force"),
        (Restart(), " --restart"),
        (PowerShellOnly(), ""),
    ];

    /// <summary>Translates the known advice in a message of a run.</summary>
    /// <param name="message">The message. It can contain output of a sheet, which is not changed.</param>
    public static string OfMessage(string message) =>
        Known.Aggregate(message, (text, item) => item.Advice.Replace(text, item.Translation)).TrimEnd();

    /// <summary>Translates an error, and leaves out all other sentences that only a user of PowerShell could follow.</summary>
    /// <param name="message">The message.</param>
    public static string OfError(string message)
    {
        string text = OfMessage(message);
        string unquoted = Quoted().Replace(text, quoted => new string('x', quoted.Length)); // A name or a path can contain anything.
        return string.Concat(Sentences().Matches(unquoted)
            .Where(sentence => !PowerShell().IsMatch(sentence.Value))
            .Select(sentence => text.Substring(sentence.Index, sentence.Length))).TrimEnd();
    }

    [GeneratedRegex(@"Use Set-MarianneSheet to record .* another job from a score with Invoke-MarianneJob -Path\.")]
    private static partial Regex ScoreOfJob();

    [GeneratedRegex(@"Use Get-MarianneJob to list the jobs\.")]
    private static partial Regex ListJobs();

    [GeneratedRegex(@"Wait for it, or pause it with Suspend-MarianneJob and run it again\.")]
    private static partial Regex PauseOther();

    [GeneratedRegex(@" To run its score again as a new job, use Invoke-MarianneJob with -Restart\.")]
    private static partial Regex NewRun();

    [GeneratedRegex(@"Check the path, or create a store with Connect-Marianne without -MustExist\.")]
    private static partial Regex NewStore();

    [GeneratedRegex(@"Restore it from a backup, or use Connect-Marianne to create a new one\.")]
    private static partial Regex RestoreStore();

    [GeneratedRegex(@"Use Connect-Marianne to continue with the one that is there now\.")]
    private static partial Regex OtherStore();

    [GeneratedRegex(@"Connect to it again with Connect-Marianne\.")]
    private static partial Regex Reconnect();

    [GeneratedRegex(@"Update the module with Update-Module Marianne\.")]
    private static partial Regex Update();

    [GeneratedRegex(@"Specify the value with -Parameter\.")]
    private static partial Regex SetSecret();

    [GeneratedRegex(@"Specify it with -Parameter\.")]
    private static partial Regex SetParameter();

    [GeneratedRegex(@"-RunId determines the job of a score, so it cannot be combined with -Id or -Restart\.")]
    private static partial Regex OtherRunId();

    [GeneratedRegex(
        @"-Restart creates a new job, in which every sheet runs\. It cannot be combined with -FromSheet, -SheetName, -Only and -Fork,")]
    private static partial Regex NoNewJob();

    [GeneratedRegex(@"Choose sheets with -FromSheet, -SheetName or -Only\.")]
    private static partial Regex ChooseSheets();

    [GeneratedRegex(@"Add -Fork to create that job, or omit -NewId\.")]
    private static partial Regex AddFork();

    [GeneratedRegex(@"Use Approve-MarianneSheet or Deny-MarianneSheet, and run the job again\.")]
    private static partial Regex Answer();

    /// <summary>The option of a run. The same word in another place is part of a command or a path.</summary>
    [GeneratedRegex(@"(?<=\bUse) -Force(?= to resume the job\b)")]
    private static partial Regex Force();

    [GeneratedRegex(@"(?<=, or| again with) -Restart(?= to create a new job\.|\.)")]
    private static partial Regex Restart();

    [GeneratedRegex(
        @" To close it, run Reset-MarianneCircuitBreaker '([^']|'')*'\."
        + @"| To end the wait, run Clear-LearnedRateLimit -\w+ '([^']|'')*'\."
        + @"| Repair-MarianneJob can rebuild a job from the files that its sheets created\."
        + @"| Copy-MarianneJob copies the jobs\."
        + @"| Its runner process is dead\. Use Repair-MarianneJob to recover it\.")]
    private static partial Regex PowerShellOnly();

    [GeneratedRegex(@".+?([.!?]+(\s+|$)|$)", RegexOptions.Singleline)]
    private static partial Regex Sentences();

    [GeneratedRegex(@"(?<!\w)'[^']*'(?!\w)")]
    private static partial Regex Quoted();

    /// <summary>A cmdlet of the module, or a parameter.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z]+-(Marianne|Learned|Execution|Workspace|Module)\w*|(^|\s)-[A-Z]\w+")]
    private static partial Regex PowerShell();
}
