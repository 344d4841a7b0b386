using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Outputs;

namespace Marianne.Commands;

/// <summary>Gets the outputs of completed sheets.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneOutput", HelpUri = HelpPage.Folder + "Get-MarianneOutput.md")]
[OutputType(typeof(MarianneOutput))]
public sealed class GetMarianneOutputCommand : JobStoreCmdlet
{
    /// <summary>
    /// Specifies the ids of the jobs. Wildcards are supported, and patterns are not case-sensitive. An id that is
    /// exactly the id of a job selects only that job, even if it contains wildcard characters.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] JobId { get; set; } = [];

    /// <summary>Specifies the numbers of the sheets. The default is all sheets.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job does not have this sheet.</exception>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int[]? SheetNumber { get; set; }

    /// <summary>
    /// Specifies the names of the sheets. Wildcards are supported, and names are not case-sensitive. The default is all sheets.
    /// </summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no sheet with this name.</exception>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SheetNameCompleter))]
    public string[]? SheetName { get; set; }

    /// <summary>
    /// Specifies the keys of the items whose outputs are returned, exactly as they are: keys are case-sensitive, and wildcards are not
    /// supported. The default is all sheets. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">ItemNotFound: the job has no item with this key.</exception>
    [Parameter]
    [Alias("ItemKey")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ItemKeyCompleter))]
    public string[]? Key { get; set; }

    /// <summary>
    /// Specifies the names of the outputs. Wildcards are supported, and names are not case-sensitive. The default is all outputs.
    /// </summary>
    /// <exception cref="MarianneException">OutputNotFound: no completed sheet that was specified has this output.</exception>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OutputNameCompleter))]
    public string[]? Name { get; set; }

    private protected override bool ContinuesAfterDamage => true;

    private protected override void Process() => ForEach(JobId, id => ForEach(Find(id), Write));

    private void Write(Job job)
    {
        Func<string, bool>? isNamed = Name is null ? null : Wildcards.Any(Name);
        var missing = new HashSet<string>(
            Name?.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)) ?? [], StringComparer.OrdinalIgnoreCase);
        ForEach(OutputsIn(job, isNamed), output => Write(job, output, missing));
        ForEach(missing, name => throw OutputErrors.NotFound(job.Id, name));
    }

    private void Write(Job job, SheetOutput output, HashSet<string> missing)
    {
        missing.Remove(output.Name);
        string json = Wait(OutputFiles.ReadAsync(output, StopToken));
        WriteObject(new MarianneOutput(output, job.Sheets[output.SheetNumber - 1].Name, json));
    }

    /// <summary>Returns the outputs of the sheets in their order. They are read with one query.</summary>
    private IEnumerable<SheetOutput> OutputsIn(Job job, Func<string, bool>? isNamed)
    {
        int[]? numbers = NumbersIn(job);
        if (numbers is [])
            return [];

        var query = new OutputQuery { JobId = job.Id, SheetNumber = numbers is [var only] ? only : null, Name = isNamed };
        IEnumerable<SheetOutput> outputs = Read(Jobs.ListOutputsAsync(query, StopToken));
        if (numbers is null or [_])
            return outputs;

        ILookup<int, SheetOutput> ofSheet = outputs.ToLookup(output => output.SheetNumber);
        return numbers.SelectMany(number => ofSheet[number]);
    }

    /// <summary>Returns the numbers of the sheets, or <c>null</c> for all of them.</summary>
    private int[]? NumbersIn(Job job)
    {
        if (SheetNumber is null && SheetName is null && Key is null)
            return null;

        foreach (int number in SheetNumber ?? [])
            JobValidator.CheckSheet(job.Id, number, job.TotalSheets);
        IEnumerable<int> numbers = SheetNumber ?? job.Sheets.NumbersInOrder();
        HashSet<int>? named = SheetName is null ? null : [.. SheetName.SelectMany(name => NumbersOf(job, name))];
        HashSet<int>? keyed = Key is null ? null : [.. Key.Select(key => NumberOf(job, key))];
        return [.. numbers.Distinct().Where(number => named?.Contains(number) != false && keyed?.Contains(number) != false)];
    }

    private static int NumberOf(Job job, string key)
    {
        string stored = ItemKey.Of(key);
        return job.Sheets.FirstOrDefault(sheet => sheet.ItemKey == stored)?.Number ?? throw ItemErrors.NotFound(job, key);
    }

    /// <summary>Returns the numbers of the sheets with a name; if there are none, of those that match it as a pattern.</summary>
    private static int[] NumbersOf(Job job, string name)
    {
        int[] numbers = Named(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (numbers.Length == 0)
            numbers = Named(Wildcards.Any([name]));
        return numbers.Length > 0 || WildcardPattern.ContainsWildcardCharacters(name)
            ? numbers
            : throw JobErrors.NoSheetNamed(job.Id, name);

        int[] Named(Func<string, bool> fits) =>
            [.. job.Sheets.NumbersInOrder().Where(number => job.Sheets[number - 1].Name is { } known && fits(known))];
    }
}
