# The path of a store in place of a store.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Marianne.psd1"
    $parameters = foreach ($cmdlet in Get-Command -Module Marianne -CommandType Cmdlet) {
        foreach ($parameter in $cmdlet.Parameters.Values.Where{ $_.ParameterType -eq [Marianne.MarianneStore] -and $cmdlet.Name -ne 'Disconnect-Marianne' }) {
            @{ Cmdlet = $cmdlet.Name; Name = $parameter.Name; Parameter = $parameter }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Set-Location $TestDrive
    $null = New-MarianneJob -Id first -TotalSheets 2 -Store ./jobs.db

    # Fails if the file is still open: another process could not have written the log into it.
    function Assert-Closed([string] $File) {
        "$File-wal" | Should -Not -Exist
    }
}

AfterAll {
    Set-Location $PSScriptRoot
    Exit-TestSession
}

Describe '-<Name> of <Cmdlet>' -ForEach $parameters {
    It 'takes a path, and completes paths' {
        $Parameter.Attributes.Where{ $_ -is [Marianne.Commands.StorePathAttribute] } | Should -HaveCount 1
        $Parameter.Attributes.Where{ $_ -is [ArgumentCompleter] }.Type | Should -Be ([Marianne.Commands.StorePathCompleter])
    }
}

Describe 'The path of a store' {
    It 'is used for one command, and the store of the session stays' {
        $session = (Get-MarianneStore).Path
        (Get-MarianneJob -Store ./jobs.db).Id | Should -Be first
        (Get-MarianneStore).Path | Should -Be $session
        "$TestDrive/home" | Should -Not -Exist
        Assert-Closed jobs.db
    }

    It 'works for every command of a pipeline' {
        Get-MarianneJob -Store jobs.db | Set-MarianneSheet -Number 1 -Status Skipped -Store jobs.db
        (Get-MarianneSheet first -Store jobs.db).Status | Should -Be Skipped, Pending
        (Get-MarianneSheet first -Next -Store (Get-Item jobs.db)).Number | Should -Be 2
        Assert-Closed jobs.db
    }

    It 'can be a folder of JSON files' {
        $null = New-MarianneJob -Id json -TotalSheets 1 -Store ./folder/
        (Get-MarianneJob -Store ./folder).Id | Should -Be json
        './folder/json.json' | Should -Exist
    }

    It 'is a store to check' {
        (Repair-MarianneStore -Store ./jobs.db).Path | Should -Be (Convert-Path ./jobs.db)
        (Get-Item ./jobs.db | Repair-MarianneStore).Path | Should -Be (Convert-Path ./jobs.db)
        './jobs.db' | Repair-MarianneStore -Destination ./repaired.db | Should -Not -BeNullOrEmpty
        (Get-MarianneJob -Store ./repaired.db).Id | Should -Be first
        { Repair-MarianneStore -Store ./missing.db -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        './missing.db' | Should -Not -Exist
    }

    It 'is the destination of a copy' {
        Copy-MarianneJob first ./copy.db -Store ./jobs.db
        (Get-MarianneJob -Store copy.db).Id | Should -Be first
        Assert-Closed copy.db
    }

    It 'is used by a run, also in the background' {
        (Invoke-MarianneJob -Name run -Sheet { (Get-MarianneStore).Path } -Store ./run.db).Status | Should -Be Completed
        (Get-MarianneExecution -Store ./run.db).Output.Trim() | Should -Be (Join-Path $TestDrive run.db)
        $job = Invoke-MarianneJob -Name later -Sheet { 'x' } -Store ./run.db -AsJob
        ($job | Receive-Job -Wait -AutoRemoveJob).Status | Should -Be Completed
        (Get-MarianneJob -Name later -Store ./run.db).Status | Should -Be Completed
        Assert-Closed run.db
    }

    It 'must exist if the command only reads, and is not created' {
        { Get-MarianneJob -Store ./nosuch.db -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        { Measure-MarianneJob x -Store ./nosuch.db -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        New-MarianneJob x 1 -Store ./nosuch.db -WhatIf
        './nosuch.db' | Should -Not -Exist
    }

    It 'must exist if its history is cleared or exported, and is not created' {
        { Clear-MarianneHistory -OlderThan 7d -Store ./nosuch.db -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        { Export-MarianneReport ./report.html -Store ./nosuch.db -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        { Export-MarianneReport ./report.html -Id x -Store ./nosuch.db -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        './nosuch.db', './report.html' | Should -Not -Exist
    }

    It 'is an error if it is not a path of the file system' {
        { Get-MarianneJob -Store Env:/x -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Get-MarianneJob -Store (Get-Date) -ErrorAction Stop } | Should -Throw
    }

    It 'closes the store when the command is interrupted' {
        1..20 | ForEach-Object { $null = New-MarianneJob -Id "many$_" -TotalSheets 1 -Store ./many.db }
        (Get-MarianneJob -Store ./many.db | Select-Object -First 1).Id | Should -Be many20
        Assert-Closed many.db
    }

    It 'leaves a store open that is connected' {
        $store = Connect-Marianne ./open.db -NoDefault
        $null = New-MarianneJob -Id one -TotalSheets 1 -Store ./open.db
        $store.IsOpen | Should -BeTrue
        (Get-MarianneJob -Store $store).Id | Should -Be one
        Disconnect-Marianne $store
    }

    It 'completes the ids in that store, and the files' {
        (Get-Completion 'Get-MarianneJob -Store ./jobs.db -Id f').CompletionText | Should -Be first
        (TabExpansion2 'Get-MarianneJob -Store ./jo' 27).CompletionMatches.ListItemText | Should -Contain jobs.db
        Get-Completion 'Get-MarianneJob -Store ./never.db -Id f' | Should -BeNullOrEmpty
        './never.db' | Should -Not -Exist
    }
}
