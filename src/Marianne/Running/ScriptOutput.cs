using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>
/// What a script sheet writes, as text. A text is written as it is, however long; objects are shown as a prompt would show
/// them, and in the order of all.
/// </summary>
/// <param name="write">Gets the text.</param>
internal sealed class ScriptOutput(Action<string> write) : IDisposable
{
    private const string Show = "Microsoft.PowerShell.Utility\\Out-String -Stream -Width 120";
    private const string FormatNamespace = "Microsoft.PowerShell.Commands.Internal.Format";
    private const string FormatEnd = "FormatEndData";

    private SteppablePipeline? _shown;
    private bool _isFormatted;

    /// <summary>Takes an object.</summary>
    public void Add(PSObject item)
    {
        Type type = item.BaseObject.GetType();
        if (type.Namespace == FormatNamespace)
            _isFormatted = type.Name != FormatEnd;

        if (TextOf(item.BaseObject) is { } text)
        {
            // What Format-Table makes must come to Out-String in one piece.
            if (!_isFormatted)
                Flush();
            write(text);
        }
        else
        {
            AddShown(item);
        }
    }

    /// <summary>Shows what is held back to make a table of it.</summary>
    public void Flush()
    {
        if (_shown is null)
            return;

        using SteppablePipeline shown = _shown;
        (_shown, _isFormatted) = (null, false);
        WriteLines(shown.End());
    }

    /// <summary>Shows the error that ended the script, and first what was held back.</summary>
    public void Fail(ErrorRecord error, Runspace runspace)
    {
        Runspace? former = Runspace.DefaultRunspace;
        try
        {
            Runspace.DefaultRunspace = runspace;
            Flush();
        }
        catch (RuntimeException)
        {
            // What the script wrote cannot be shown after its end. Why it ended can.
        }
        finally
        {
            Runspace.DefaultRunspace = former;
        }

        // The message is last: it is what a sheet's error message cites.
        string where = error.InvocationInfo?.PositionMessage ?? "";
        write($"{(where.Length == 0 ? "" : where + Environment.NewLine)}{error}{Environment.NewLine}");
    }

    /// <inheritdoc/>
    public void Dispose() => _shown?.Dispose();

    private void AddShown(PSObject item)
    {
        if (_shown is null)
        {
            _shown = ScriptBlock.Create(Show).GetSteppablePipeline(CommandOrigin.Internal);
            _shown.Begin(expectInput: true);
        }

        WriteLines(_shown.Process(item));
        write(""); // A table may be held back: this is a sign of life.
    }

    private void WriteLines(Array lines)
    {
        foreach (object? line in lines)
            write(line + Environment.NewLine);
    }

    /// <summary>The text of what is one; nothing when it is to be shown as an object.</summary>
    private static string? TextOf(object item) => item switch
    {
        string text => text + Environment.NewLine,
        InformationRecord { MessageData: HostInformationMessage { NoNewLine: true } said } => said.Message,
        InformationRecord told => told + Environment.NewLine,
        WarningRecord or VerboseRecord or DebugRecord =>
            $"{item.GetType().Name.Replace("Record", "", StringComparison.Ordinal).ToUpperInvariant()}: {item}{Environment.NewLine}",
        ErrorRecord => $"{item}{Environment.NewLine}",
        _ => null,
    };
}
