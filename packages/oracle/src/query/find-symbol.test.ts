import { scanned } from '../fixture-oracle.ts';
import type { Oracle } from '../oracle.ts';

const meant = async (oracle: Oracle, text: string): Promise<string> => {
  const { path, qualified_name } = await oracle.symbol(text);
  return `${path} ${qualified_name}`;
};

const nearestTo = async (oracle: Oracle, text: string) => (await oracle.definition(text)).nearest;

const SHOP = {
  'src/shop/api.py': 'def get():\n    pass\n',
  'src/shop/base.py': 'class Scaffold:\n    def route(self):\n        pass\n',
  'src/shop/app.py': 'from .base import Scaffold\nclass Shop(Scaffold):\n    def run(self):\n        pass\n',
  'src/other/deep/api.py': 'def get():\n    pass\n',
  'docs/shop.md': '# Run\n\n## get\n\nHow to get a pie.\n',
  'tests/test_shop.py': 'def get():\n    pass\n\ndef test_get(hot):\n    get()\n',
};

describe('a name with what is around it', () => {
  it('of Python is one of a package, of what a class extends, of an entry point or of a test', async () => {
    const oracle = await scanned(SHOP);
    expect(await meant(oracle, 'shop.get')).toBe('src/shop/api.py get');
    expect(await meant(oracle, 'other.deep.get()')).toBe('src/other/deep/api.py get');
    for (const text of ['shop.Shop.run', 'shop.app:Shop.run', 'src/shop/app.py::Shop::run', 'src/shop/app.py:Shop.run'])
      expect(await meant(oracle, text)).toBe('src/shop/app.py Shop.run');
    for (const text of ['Shop.route', 'shop.Shop.route', 'shop.app.Shop#route()'])
      expect(await meant(oracle, text)).toBe('src/shop/base.py Scaffold.route');
    expect(await meant(oracle, 'tests/test_shop.py::test_get[hot-1]')).toBe('tests/test_shop.py test_get');
  });

  it('that is not right is none, and what is right of it is said', async () => {
    const oracle = await scanned(SHOP);
    expect(await nearestTo(oracle, 'shup.Shop.run')).toEqual(['Shop.run']);
    expect((await nearestTo(oracle, 'shop::app::Shop::rnu()'))[0]).toBe('Shop.run');
    expect((await nearestTo(oracle, 'Shop.rnu'))[0]).toBe('Shop.run');
    expect(await nearestTo(oracle, 'rnu')).toEqual(['run']);
    expect(await meant(oracle, 'other.get')).toBe('src/other/deep/api.py get');
    for (const text of ['deep.other.get', 'shop.Shop.bake', 'Scaffold.run', 'src/shop/app.py::get'])
      await expect(oracle.symbol(text)).rejects.toMatchObject({ code: 'CM_UNKNOWN_SYMBOL' });
    await expect(oracle.symbol('Shop\\Oven::bake')).rejects.toThrow('nothing in the index is called "Shop\\Oven::bake"');
    await expect(oracle.symbol('a\u001b[31m')).rejects.toThrow('"a\\u001b[31m"');
  });

  it('of C++ is one of a namespace, also where the linker writes more', async () => {
    const oracle = await scanned({
      'oven.h': 'namespace shop { namespace hot { class Oven { public: void bake(int heat); }; } void open(); }\n',
      'oven.cpp': '#include "oven.h"\nnamespace shop { namespace hot { void Oven::bake(int heat) {} } void open() {} }\n',
      'bar.cpp': 'namespace bar { void open() {} }\nnamespace { void close() {} }\n',
    });
    for (const text of ['shop::hot::Oven::bake', 'hot::Oven::bake(int)', 'shop::v2::hot::Oven::bake(int) const'])
      expect(await meant(oracle, text)).toBe('oven.cpp Oven.bake');
    expect(await meant(oracle, '::shop::open()')).toBe('oven.cpp open');
    expect(await meant(oracle, 'bar::open')).toBe('bar.cpp open');
    expect(await meant(oracle, '(anonymous namespace)::close()')).toBe('bar.cpp close');
    await expect(oracle.symbol('pub::open')).rejects.toMatchObject({ code: 'CM_UNKNOWN_SYMBOL' });
  });

  it('of Java, PHP and C# is one of a package or namespace', async () => {
    const oracle = await scanned({
      'src/main/java/com/shop/Oven.java': 'package com.shop;\nclass Oven { static class Door { void open() {} } }\n',
      'lib/Oven.php': '<?php\nnamespace Shop\\Hot;\nclass Oven { function bake() {} }\nfunction heat() {}\n',
      'Oven.cs': 'namespace Shop.Hot;\nclass Oven { void Cool() {} }\n',
    });
    for (const text of ['com.shop.Oven$Door.open', 'com.shop.Oven.Door#open()', 'com/shop/Oven$Door.open', 'shop.Oven.Door.open'])
      expect(await meant(oracle, text)).toBe('src/main/java/com/shop/Oven.java Oven.Door.open');
    expect(await meant(oracle, '\\Shop\\Hot\\Oven::bake')).toBe('lib/Oven.php Oven.bake');
    expect(await meant(oracle, 'Shop\\Hot\\heat')).toBe('lib/Oven.php heat');
    expect(await meant(oracle, 'global::Shop.Hot.Oven.Cool')).toBe('Oven.cs Oven.Cool');
  });

  it('of Ruby may be one that a class has from a module', async () => {
    const oracle = await scanned({
      'core.rb':
        'module Shop\n  module Core\n    module ClassMethods\n      def find_by\n      end\n    end\n    def save\n    end\n  end\nend\n',
      'base.rb': 'module Shop\n  class Base\n    include Core\n  end\nend\n',
    });
    expect(await meant(oracle, 'Shop::Base#save')).toBe('core.rb Shop.Core.save');
    expect(await meant(oracle, 'Shop::Base.find_by')).toBe('core.rb Shop.Core.ClassMethods.find_by');
  });

  it('of Go and Rust is one of what their manifests name', async () => {
    const oracle = await scanned({
      'go.mod': 'module github.com/shop/oven/v2\n',
      'hot/bake.go': 'package hot\n\ntype Oven struct{}\n\nfunc (o *Oven) Bake() {}\n',
      'oven.go': 'package oven\n\nfunc Bake() {}\n',
      'crates/pie/Cargo.toml': '[package]\nname = "shop-pie"\n',
      'crates/pie/src/lib.rs': 'pub mod crust;\n',
      'crates/pie/src/crust/mod.rs': 'pub struct Crust<T>(T);\nimpl<T> Crust<T> { pub fn roll(&self) {} }\n',
    });
    for (const text of ['hot.(*Oven).Bake', 'github.com/shop/oven/v2/hot.(*Oven).Bake', 'hot.Oven.Bake'])
      expect(await meant(oracle, text)).toBe('hot/bake.go Oven.Bake');
    expect(await meant(oracle, 'oven.Bake')).toBe('oven.go Bake');
    for (const text of ['shop_pie::crust::Crust<T>::roll', 'crate::crust::Crust::roll', 'shop_pie::Crust::roll'])
      expect(await meant(oracle, text)).toBe('crates/pie/src/crust/mod.rs Crust.roll');
  });
});
