using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the limits across jobs, and the sheets that run and wait.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneLimit", HelpUri = HelpPage.Folder + "Get-MarianneLimit.md")]
[OutputType(typeof(SheetLimit))]
public sealed class GetMarianneLimitCommand : LimitCmdlet
{
    /// <summary>
    /// Specifies the names of the limits. Wildcards are supported, and patterns are not case-sensitive. A name that is exactly the name of
    /// a limit selects only that one, even if it contains wildcard characters. The default is all limits. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// LimitNotFound: there is no limit with this name, and it has no wildcards. The other limits are returned.
    /// </exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [LimitName]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LimitNameCompleter))]
    public string[]? Name { get; set; }

    private protected override void Process()
    {
        IReadOnlyList<SheetLimit> limits = Limits();
        var wanted = new HashSet<SheetLimit>(Name is null ? limits : [], ReferenceEqualityComparer.Instance);
        ForEach(Name ?? [], name => wanted.UnionWith(Find(limits, name)));
        WriteObject(limits.Where(wanted.Contains), enumerateCollection: true);
    }

    private static IEnumerable<SheetLimit> Find(IReadOnlyList<SheetLimit> limits, string name) => NameLookup.Find(
        name,
        exact => limits.FirstOrDefault(limit => limit.Name == exact),
        matches => limits.Where(limit => matches(limit.Name)),
        LimitErrors.NotFound);
}
