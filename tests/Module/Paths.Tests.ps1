# Paths that exist as they are, patterns that match nothing, and names that do not exist.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    Import-Module "$root/Marianne.psd1"
    $literal = Get-Command -Module Marianne -ParameterName LiteralPath | ForEach-Object Name
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
}

AfterAll {
    Exit-TestSession
}

Describe 'A score at <Path>' -ForEach @(
    @{ Path = 'jobs [prod]/nightly.yaml' }
    @{ Path = 'plain/nightly[1].yaml' }
    @{ Path = 'plain/[x.yaml' }
    @{ Path = 'plain/what`s*.yaml' }
) {
    BeforeAll {
        $folder = [IO.Directory]::CreateDirectory("$TestDrive/$(Split-Path $Path)").FullName
        $file = "$folder/$(Split-Path $Path -Leaf)"
        [IO.File]::WriteAllText($file, "name: n`nsheets: [{command: exit 0}]`n")
    }

    It 'is the file itself for every cmdlet and kind of input' {
        (Import-MarianneScore $file).File | Should -Be $file
        Test-MarianneScore $file | Should -BeTrue
        $job = Invoke-MarianneJob $file
        $job.Status | Should -Be Completed
        $job.ConfigPath | Should -Be $file
        (Import-MarianneScore -LiteralPath $file).File | Should -Be $file
        (Import-MarianneScore -LP $file).File | Should -Be $file
        ($file | Import-MarianneScore).File | Should -Be $file
        (Get-Item -LiteralPath $file | Import-MarianneScore).File | Should -Be $file
        (Get-ChildItem -LiteralPath $folder | Import-MarianneScore).File | Should -Contain $file
    }

    It 'is found by an escaped pattern and by a pattern below its folder' {
        (Import-MarianneScore ([WildcardPattern]::Escape($file))).File | Should -Be $file
        (Import-MarianneScore "$folder/*.yaml").File | Should -Contain $file
    }

    It 'is found from its folder' {
        Push-Location -LiteralPath $folder
        try {
            (Import-MarianneScore (Split-Path $Path -Leaf)).File | Should -Be $file
            (Invoke-MarianneJob "./$(Split-Path $Path -Leaf)").Status | Should -Be Completed
        } finally {
            Pop-Location
        }
    }
}

Describe 'A path that selects nothing' {
    It 'is ScoreNotFound for <Cmdlet> <Path>' -ForEach @(
        foreach ($cmdlet in 'Invoke-MarianneJob', 'Import-MarianneScore', 'Test-MarianneScore') {
            foreach ($path in 'nosuch*.yaml', 'nosuch.yaml', 'no such folder/*.yaml', 'nosuch[1].yaml', 'nosuch[.yaml', './nope.yaml') {
                @{ Cmdlet = $cmdlet; Path = $path }
            }
        }
    ) {
        & $Cmdlet $Path -ErrorAction SilentlyContinue -ErrorVariable failures | Should -Not -BeTrue
        $failures | Should -HaveCount 1
        $failures.FullyQualifiedErrorId | Should -BeLike 'ScoreNotFound,*'
        "$failures" | Should -BeLike "*$([WildcardPattern]::Escape(($Path -replace '^\./')))*"
    }

    It 'does not hide the other paths' {
        [IO.File]::WriteAllText("$TestDrive/good.yaml", "name: n`nsheets: [{command: exit 0}]`n")
        Test-MarianneScore "$TestDrive/no*.yaml", "$TestDrive/good.yaml" -ErrorAction SilentlyContinue | Should -BeTrue
    }

    It 'is HistoryNotFound for Import-ExecutionHistory' {
        { Import-ExecutionHistory nosuch*.json -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryNotFound,*'
    }

    It 'is False for Test-MarianneScore if it names a file' {
        Test-MarianneScore ./nope.yaml -ErrorAction Ignore | Should -BeFalse
    }
}

Describe 'A path that is a job' {
    BeforeAll {
        $null = New-MarianneJob -Id "id's [1]" -Name 'the name' -TotalSheets 1
    }

    It 'is named by its id' {
        Invoke-MarianneJob "id's [1]" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'ScoreNotFound,*'
        "$failure" | Should -BeLike "*is the id of a job*Invoke-MarianneJob -Id 'id''s ``[1``]'*"
    }

    It 'is named by its name' {
        Invoke-MarianneJob 'the name' -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike "*is the name of a job*Invoke-MarianneJob -Id 'id''s ``[1``]'*"
    }

    It 'is not mentioned if there is none' {
        Invoke-MarianneJob 'no name' -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Not -BeLike '*Invoke-MarianneJob*'
    }
}

Describe '-LiteralPath of <_>' -ForEach $literal {
    It 'has the aliases PSPath and LP' {
        (Get-Command $_).Parameters.LiteralPath.Aliases | Should -Be PSPath, LP
    }
}

Describe 'Get-MarianneJob -Name' {
    BeforeAll {
        $null = New-MarianneJob -Id b -Name 'build[1]' -TotalSheets 1
    }

    It 'reports a name that no job has' {
        Get-MarianneJob -Name nosuch, 'build[1]' -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object Id | Should -Be b
        $failure.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        "$failure" | Should -BeLike "*'nosuch'*"
    }

    It 'does not report a pattern, or a job that other conditions exclude' {
        Get-MarianneJob -Name nosuch* -ErrorAction Stop | Should -BeNullOrEmpty
        Get-MarianneJob -Name 'BUILD`[1`]' -ErrorAction Stop | ForEach-Object Id | Should -Be b
        Get-MarianneJob -Name 'build`[1`]' -Status Failed -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'Get-MarianneJob -Unfinished' {
    It 'reports a damaged job once, also with -IncludeTotalCount' {
        $store = Connect-Marianne "$TestDrive/damaged/" -NoDefault
        $null = 'intact', 'broken' | ForEach-Object { New-MarianneJob -Id $_ -TotalSheets 1 -Store $store }
        Set-Content "$TestDrive/damaged/broken.json" '{'
        $total, $jobs = Get-MarianneJob -Unfinished -IncludeTotalCount -Store $store -ErrorAction SilentlyContinue -ErrorVariable failures
        "$total", $jobs.Id | Should -Be 1, intact
        $failures.Count | Should -Be 1
    }

    BeforeAll {
        $store = Connect-Marianne "$TestDrive/unfinished.db" -PassThru
        $wanted = 'pending', 'paused', 'failed', 'killed'
        foreach ($id in $wanted + 'running', 'completed', 'cancelled') {
            $null = @{ name = $id; retry = @{ max_retries = 0 }; sheets = , @{ command = 'exit 1' } } | New-MarianneJob -Id $id
        }
        Suspend-MarianneJob paused
        $null = Invoke-MarianneJob -Id failed -ErrorAction Ignore
        Set-MarianneSheet running 1 InProgress
        Set-MarianneSheet completed 1 Skipped
        Stop-MarianneJob cancelled -Confirm:$false
        pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/unfinished.db'
            Set-MarianneSheet killed 1 InProgress
            [Environment]::FailFast('killed')" 2>&1 | Out-Null
    }

    AfterAll {
        Disconnect-Marianne $store
    }

    It 'gets the jobs that no process runs and that have not ended' {
        (Get-MarianneJob killed).IsZombie | Should -BeTrue
        (Get-MarianneJob -Unfinished).Id | Sort-Object | Should -Be ($wanted | Sort-Object)
    }

    It 'is combined with other conditions' {
        (Get-MarianneJob -Unfinished -Status Running).Id | Should -Be killed
        (Get-MarianneJob -Unfinished -Status Paused, Failed, Completed).Id | Sort-Object | Should -Be failed, paused
        (Get-MarianneJob k*, p*, running -Unfinished).Id | Sort-Object | Should -Be killed, paused, pending
        (Get-MarianneJob killed, running -Unfinished).Id | Should -Be killed
        Get-MarianneJob running -Unfinished | Should -BeNullOrEmpty
    }

    It 'is paged and counted' {
        $all = (Get-MarianneJob -Unfinished).Id
        (Get-MarianneJob -Unfinished -First 2).Id | Should -Be $all[0..1]
        (Get-MarianneJob -Unfinished -Skip 1 -First 2).Id | Should -Be $all[1..2]
        (Get-MarianneJob -Unfinished -First 0 -IncludeTotalCount).ToString() | Should -BeLike '*4*'
    }
}
