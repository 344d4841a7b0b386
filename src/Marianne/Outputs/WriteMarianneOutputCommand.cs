using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Outputs;

namespace Marianne.Commands;

/// <summary>Passes a value of a sheet on to other sheets.</summary>
[Cmdlet(VerbsCommunications.Write, "MarianneOutput", HelpUri = HelpPage.Folder + "Write-MarianneOutput.md")]
[OutputType(typeof(string))]
public sealed class WriteMarianneOutputCommand : MarianneCmdlet
{
    private readonly List<object?> _items = [];
    private bool _isList;

    /// <summary>
    /// Specifies the name of the output: 1 to 100 letters, digits, <c>_</c> and <c>-</c>, beginning with a letter or <c>_</c>. The case
    /// of a name does not matter.
    /// </summary>
    /// <exception cref="MarianneException">InvalidOutput: the name is not valid.</exception>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>
    /// Specifies the value: a string, a number, a Boolean, a hashtable, a custom object, or a list of them. A file or a folder becomes its
    /// full path. Objects from the pipeline become a list.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: JSON cannot represent the value. InvalidOutput: the value is too large.
    /// </exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    private protected override void Begin()
    {
        if (!OutputName.IsValid(Name))
            throw OutputErrors.InvalidName(Name);
        _isList = !MyInvocation.BoundParameters.ContainsKey(nameof(Value));
    }

    private protected override void Process() => _items.Add(Value);

    private protected override void Complete()
    {
        string line = OutputLineParser.Of(Name, JsonText.OfValue(_isList ? _items : _items[0]));
        if (line.Length > OutputLineParser.LongestLine)
            throw OutputErrors.InvalidValue(Name, "it is too large for a line. Write it to a file, and name the file in outputs of the sheet");
        WriteObject(line);
    }

    private protected override bool IsTerminating(MarianneException error) => true; // A value that is missing must not go unnoticed.
}
