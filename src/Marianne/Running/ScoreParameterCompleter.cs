using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Completes the values of parameters: a hashtable with the parameters of the score on the command line.</summary>
public sealed class ScoreParameterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        try
        {
            return string.IsNullOrEmpty(wordToComplete) && ScoreOn(fakeBoundParameters) is { Parameters.Count: > 0 } score
                ? [ResultOf(score)]
                : [];
        }
#pragma warning disable CA1031 // Errors are not shown at the prompt.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    /// <summary>Returns the score whose file is on the command line, or <c>null</c> if there is none.</summary>
    /// <param name="parameters">The parameters on the command line.</param>
    internal static Score? ScoreOn(IDictionary parameters)
    {
        if (PowerShellValue.Unwrap(parameters["Path"] ?? parameters["LiteralPath"]) is not string path)
            return null;

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Management\Convert-Path").AddParameter("Path", path)
            .AddParameter("ErrorAction", ActionPreference.Ignore); // An error would be left in $Error.
        return shell.Invoke<string>() is [var file] ? ScoreReaders.Read(file).Score : null;
    }

    private static CompletionResult ResultOf(Score score)
    {
        string[] entries = [.. score.Parameters.Select(entry => $"{KeyOf(entry.Key)} = {ValueOf(entry.Value)}")];
        string text = $"@{{ {string.Join("; ", entries)} }}";
        string tip = string.Join("\n", score.Parameters.Select(entry =>
            $"{entry.Key} ({OptionValue.WordOf(entry.Value.Type)}): {entry.Value.Description ?? "no description"}"));
        return new CompletionResult(text, TerminalText.Name(text), CompletionResultType.ParameterValue, TerminalText.Message(tip));
    }

    private static string KeyOf(string name) => name.Contains('-') ? $"'{name}'" : name;

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static string ValueOf(ParameterOptions parameter) => parameter.Default switch
    {
        null when parameter.Type == ParameterType.Secret => "(Read-Host -AsSecureString)",
        null => "''",
        string text => Quoted(text),
        bool isTrue => isTrue ? "$true" : "$false",
        IEnumerable items => $"@({string.Join(", ", items.Cast<object>().Select(item => Quoted($"{item}")))})",
        var number => System.Convert.ToString(number, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
