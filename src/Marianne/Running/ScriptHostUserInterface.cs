using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Marianne.Commands;

/// <summary>What a script sheet takes for its screen: what is written there is output of the sheet, and nobody answers.</summary>
/// <param name="write">Gets what is written.</param>
internal sealed class ScriptHostUserInterface(Action<string> write) : PSHostUserInterface
{
    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => null!;

    /// <summary>The error of whatever asks.</summary>
    public static HostException NobodyToAsk() => new("A script sheet asked for something, and there is nobody to answer.");

    /// <inheritdoc/>
    public override void Write(string value) => write(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value) => write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => WriteLine(value);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteLine($"DEBUG: {message}");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteLine($"VERBOSE: {message}");

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteLine($"WARNING: {message}");

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => write(""); // It is a sign of life.

    /// <inheritdoc/>
    public override string ReadLine() => throw NobodyToAsk();

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw NobodyToAsk();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw NobodyToAsk();

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NobodyToAsk();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) => throw NobodyToAsk();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw NobodyToAsk();
}
