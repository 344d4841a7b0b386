namespace Marianne.Commands;

/// <summary>The errors of playing jobs from PowerShell, made in one place.</summary>
internal static class RunErrors
{
    /// <summary>A script uses a variable that nobody set.</summary>
    public static MarianneException NoUsingVariable(string name) => new(
        MarianneError.InvalidParameter,
        $"A script uses $using:{name}, and there is no variable ${name} here. Set it before you play the score.",
        name);
}
