# The table of the README is what docs/Write-BenchmarkTable.ps1 makes of the last results.

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $table = '(?s)<!-- benchmarks -->.*<!-- /benchmarks -->'
}

Describe 'The table of benchmarks' {
    It 'is the one of the last results' {
        Copy-Item $root/README.md TestDrive:/README.md
        & $root/docs/Write-BenchmarkTable.ps1 -Readme TestDrive:/README.md
        $expected = [regex]::Match((Get-Content TestDrive:/README.md -Raw), $table).Value
        [regex]::Match((Get-Content $root/README.md -Raw), $table).Value | Should -BeExactly $expected
    }

    It 'names each target of the README once, with its result' {
        $rows = Get-Content $root/tests/Benchmarks/results.json -Raw | ConvertFrom-Json
        $rows.Name | Should -HaveCount ($rows.Name | Sort-Object -Unique | Measure-Object).Count
        foreach ($row in $rows) {
            $row.Result | Should -BeIn met, short
        }
    }
}
