#Requires -Version 7.4

<#
.SYNOPSIS
    Measures Export-MarianneReport with 10,000 sheets and 25,000 attempts.

.DESCRIPTION
    Creates a store and, in new processes, a report of each format. Prints how long the export took, by how much the most memory
    that the process used at once grew, and the size of the file.

.PARAMETER Turns
    How often each format is measured. The least values are printed.

.EXAMPLE
    ./build.ps1; ./tests/Report/Measure-Export.ps1

    Builds the module, and measures it.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 100)]
    [int] $Turns = 3
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$folder = (New-Item "$root/artifacts/report-measure" -ItemType Directory -Force).FullName
Remove-Item "$folder/*"
dotnet run --configuration Release --project "$PSScriptRoot/Samples" -- $folder large.db

$measure = @'
    $null = Import-Module '{0}/Marianne.psd1'; $null = Connect-Marianne '{1}/large.db'
    $process = Get-Process -Id $PID
    $before = $process.PeakWorkingSet64
    $time = Measure-Command {{ Export-MarianneReport '{2}' }}
    $process.Refresh()
    [pscustomobject]@{{ Ms = $time.TotalMilliseconds; MB = ($process.PeakWorkingSet64 - $before) / 1MB }} | ConvertTo-Json
'@
foreach ($format in 'html', 'md', 'json') {
    $file = "$folder/large.$format"
    $runs = foreach ($turn in 1..$Turns) {
        pwsh -NoProfile -NonInteractive -Command ($measure -f $root, $folder, $file) | ConvertFrom-Json
    }
    [pscustomobject]@{
        Format = $format
        Milliseconds = [Math]::Round(($runs.Ms | Measure-Object -Minimum).Minimum)
        PeakMemoryMB = [Math]::Round(($runs.MB | Measure-Object -Minimum).Minimum)
        FileKB = [Math]::Round((Get-Item $file).Length / 1KB)
    }
}
