using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>
/// Converts the output of a script sheet to text. Strings are written unchanged, whatever their length; objects are formatted
/// as at a prompt. The order is kept.
/// </summary>
/// <param name="write">Receives the text.</param>
internal sealed class ScriptOutput(Action<string> write) : IDisposable
{
    private const string FormatScript = "Microsoft.PowerShell.Utility\\Out-String -Stream -Width 120";
    internal const string FormatNamespace = "Microsoft.PowerShell.Commands.Internal.Format";
    private const string LastFormatType = "FormatEndData";

    private SteppablePipeline? _formatter;
    private bool _isInsideFormat;

    /// <summary>Gathers the objects for the output of an item; <c>null</c> if they are not kept.</summary>
    public BlockOutput? Block { private get; init; }

    /// <summary>Adds an object.</summary>
    public void Add(PSObject item)
    {
        Block?.Add(item);
        Type type = item.BaseObject.GetType();
        if (type.Namespace == FormatNamespace)
            _isInsideFormat = type.Name != LastFormatType;

        LastError = item.BaseObject as ErrorRecord;
        if (TextOf(item.BaseObject) is var (text, end))
        {
            // The objects of a Format-* cmdlet must reach Out-String together.
            if (!_isInsideFormat)
                Flush();
            write(text); // A text can be huge, so its end is not appended to a copy.
            write(end);
        }
        else
        {
            AddFormatted(item);
        }
    }

    /// <summary>The error that was written last, or <c>null</c> if something else was written after it.</summary>
    public ErrorRecord? LastError { get; private set; }

    /// <summary>Writes the objects that are held back for a table.</summary>
    public void Flush()
    {
        if (_formatter is null)
            return;

        using SteppablePipeline formatter = _formatter;
        (_formatter, _isInsideFormat) = (null, false);
        WriteLines(formatter.End());
    }

    /// <summary>Writes the objects that are held back, then the error that ended the script.</summary>
    public void Fail(ErrorRecord error, Runspace runspace)
    {
        Runspace? previous = Runspace.DefaultRunspace;
        try
        {
            Runspace.DefaultRunspace = runspace;
            Flush();
        }
        catch (RuntimeException)
        {
            // The held back objects cannot be formatted after the script ended. The error can.
        }
        finally
        {
            Runspace.DefaultRunspace = previous;
        }

        string position = error.InvocationInfo?.PositionMessage ?? "";
        write($"{(position.Length == 0 ? "" : position + Environment.NewLine)}{error}{Environment.NewLine}");
    }

    /// <inheritdoc/>
    public void Dispose() => _formatter?.Dispose();

    private void AddFormatted(PSObject item)
    {
        if (_formatter is null)
        {
            _formatter = ScriptBlock.Create(FormatScript).GetSteppablePipeline(CommandOrigin.Internal);
            _formatter.Begin(expectInput: true);
        }

        WriteLines(_formatter.Process(item));
        write(""); // The object may be held back for a table, but counts as activity.
    }

    private void WriteLines(Array lines)
    {
        foreach (object? line in lines)
            write(line + Environment.NewLine);
    }

    /// <summary>Returns the text of a string or record and its end, or <c>null</c> for an object that needs formatting.</summary>
    private static (string Text, string End)? TextOf(object item) => item switch
    {
        string text => (text, Environment.NewLine),
        InformationRecord { MessageData: HostInformationMessage { NoNewLine: true } message } => (message.Message, ""),
        InformationRecord => ($"{item}", Environment.NewLine),
        ErrorRecord error => (ScriptFailure.TextOf(error), Environment.NewLine),
        WarningRecord or VerboseRecord or DebugRecord =>
            ($"{item.GetType().Name[..^"Record".Length].ToUpperInvariant()}: {item}", Environment.NewLine),
        _ => null,
    };
}
