<#
.SYNOPSIS
    Runs the Pester tests of the built module, in a PowerShell of their own.

.PARAMETER ResultFile
    Where the counts go, as a CTRF report.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ResultFile
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.7.1 -MaximumVersion 5.99

$run = Invoke-Pester -Configuration @{
    Run = @{ Path = "$PSScriptRoot/Module"; PassThru = $true }
    Output = @{ Verbosity = 'Normal' }
}

@{
    reportFormat = 'CTRF'
    specVersion = '0.0.0'
    results = @{
        tool = @{ name = 'Pester'; version = $run.Version }
        summary = @{
            tests = $run.TotalCount
            passed = $run.PassedCount
            failed = $run.FailedCount
            skipped = $run.SkippedCount + $run.InconclusiveCount
            pending = 0
            other = $run.FailedContainersCount # Files that could not even be read.
        }
    }
} | ConvertTo-Json -Depth 4 | Set-Content $ResultFile

exit [int] ($run.Result -ne 'Passed')
